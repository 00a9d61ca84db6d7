using System.Security.Cryptography;
using PimSim.Core;
using PimSim.Exploration;

namespace PimSim.Cluster;

/// <summary>
/// Reads points and lays the files that they name into a folder of this process. A point can name what is in the program and what came through the store,
/// never a file of this machine.
/// </summary>
internal sealed class PointFiles(IClusterStore store, ClusterSettings settings) : IDisposable
{
    private const int MaxPointBytes = 1 << 20;

    private readonly string folder = Directory.CreateTempSubdirectory("pimsim-worker-").FullName;
    private readonly SemaphoreSlim gate = new(1);
    private readonly Dictionary<string, string> laid = new(StringComparer.Ordinal);

    /// <summary>The description with names of files here.</summary>
    /// <exception cref="UserErrorException">PIM1411: the point names what it must not, or a file is missing or not what its hash says; PIM1259: no description.</exception>
    public async Task<PointDescription> LocalizeAsync(WirePoint point)
    {
        if (point.Json.Length > MaxPointBytes || PointIdentity.KeyOf(point.Json) != point.Key)
        {
            throw Bad("its description is too long, or not what its key says");
        }

        var description = PointDescription.FromJson(point.Json);
        List<string> wanted = [];
        description.WithFiles(name =>
        {
            wanted.Add(name);
            return name;
        });
        Dictionary<string, string> here = new(StringComparer.Ordinal);
        foreach (string name in wanted)
        {
            here[name] = await LayAsync(name);
        }

        return description.WithFiles(name => here[name]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        gate.Dispose();
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (FileFault.IsOne(e))
        {
            // It lies in the folder for temporary files, where others clean up.
        }
    }

    private async Task<string> LayAsync(string reference)
    {
        string hash = reference.StartsWith(FileManifest.Prefix, StringComparison.Ordinal) ? reference[FileManifest.Prefix.Length..] : "";
        if (!FileManifest.IsHash(hash))
        {
            throw Bad($"it names '{reference}', which is not in the program and did not travel with the sweep");
        }

        await gate.WaitAsync();
        try
        {
            if (!laid.TryGetValue(hash, out string? path))
            {
                var manifest = FileManifest.FromJson(await DownloadAsync(hash, FileManifest.MaxBytes), settings.FileBytes);
                foreach (ManifestFile file in manifest.Files)
                {
                    string to = Path.Combine(folder, hash, file.Path);
                    Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                    await File.WriteAllBytesAsync(to, await DownloadAsync(file.Hash, file.Bytes));
                }

                laid[hash] = path = Path.Combine(folder, hash, manifest.Name);
            }

            return path;
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<byte[]> DownloadAsync(string hash, long maxBytes)
    {
        using MemoryStream whole = new();
        for (int part = 0; await store.ReadFilePartAsync(hash, part) is { } bytes; part++)
        {
            if (whole.Length + bytes.Length > maxBytes)
            {
                throw Bad($"the file {hash} in the store is longer than it should be");
            }

            whole.Write(bytes);
            if (bytes.Length < FileManifest.PartBytes)
            {
                break;
            }
        }

        byte[] content = whole.ToArray();
        return Convert.ToHexStringLower(SHA256.HashData(content)) == hash ? content : throw Bad($"the file {hash} is not in the store, or is damaged");
    }

    private static UserErrorException Bad(string why) => new("PIM1411", "a worker refuses a point: " + why, null, "resume the sweep from its own folder");
}
