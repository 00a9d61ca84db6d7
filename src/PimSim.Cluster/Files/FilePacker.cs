using System.Security.Cryptography;
using PimSim.Core;

namespace PimSim.Cluster;

/// <summary>Puts the files that points name into the store, each content once, and gives references for them.</summary>
internal sealed class FilePacker(IClusterStore store, ClusterSettings settings)
{
    private readonly Dictionary<string, string> known = new(StringComparer.Ordinal);

    /// <summary>The reference for a file or folder.</summary>
    /// <exception cref="UserErrorException">PIM1409: it is too large; PIM0021: it cannot be read.</exception>
    public async Task<string> PackAsync(string name)
    {
        if (known.TryGetValue(name, out string? reference))
        {
            return reference;
        }

        if (!Path.Exists(name))
        {
            // The worker says so, as a result of the point.
            return name;
        }

        FileManifest manifest = await ManifestAsync(name);
        byte[] json = manifest.ToJson();
        string hash = Convert.ToHexStringLower(SHA256.HashData(json));
        await UploadAsync(hash, json);
        return known[name] = FileManifest.Prefix + hash;
    }

    private async Task<FileManifest> ManifestAsync(string name)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(name));
        string parent = Path.GetDirectoryName(full) ?? full;
        string[] paths = Directory.Exists(full) ? [.. Directory.EnumerateFiles(full, "*", SearchOption.AllDirectories)] : [full, .. Standards(full, parent)];
        long bytes = paths.Sum(p => new FileInfo(p).Length);
        if (bytes > settings.FileBytes)
        {
            throw new UserErrorException(
                "PIM1409", FormattableString.Invariant($"it has {bytes} bytes, and {settings.FileBytes} may travel to workers"), name, "raise PIMSIM_CLUSTER_FILE_MB for clients and workers");
        }

        List<ManifestFile> files = [];
        foreach (string path in paths.Order(StringComparer.Ordinal))
        {
            byte[] content = WholeFile.Read(path);
            string hash = Convert.ToHexStringLower(SHA256.HashData(content));
            await UploadAsync(hash, content);
            files.Add(new ManifestFile(Path.GetRelativePath(parent, path).Replace(Path.DirectorySeparatorChar, '/'), hash, content.Length));
        }

        return new FileManifest(Path.GetFileName(full), files);
    }

    /// <summary>A device model may take standards from a folder beside it.</summary>
    private static string[] Standards(string file, string parent)
    {
        string folder = Path.Combine(parent, "standards");
        return file.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) && Directory.Exists(folder) ? Directory.GetFiles(folder, "*.yaml") : [];
    }

    private async Task UploadAsync(string hash, byte[] content)
    {
        if (await store.HasFileAsync(hash))
        {
            return;
        }

        int parts = Math.Max(1, (content.Length + FileManifest.PartBytes - 1) / FileManifest.PartBytes);
        for (int part = 0; part < parts; part++)
        {
            int from = part * FileManifest.PartBytes;
            await store.WriteFilePartAsync(hash, part, content[from..Math.Min(content.Length, from + FileManifest.PartBytes)], part == parts - 1);
        }
    }
}
