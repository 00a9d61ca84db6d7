using System.Text.Json;
using PimSim.Core;

namespace PimSim.Cluster;

/// <summary>The files that a name of a point stands for: a network, a device model with its standards, a data set. Known by the hash of its JSON.</summary>
/// <param name="Name">What the point names, relative to where the files are laid.</param>
/// <param name="Files">All files.</param>
internal sealed record FileManifest(string Name, IReadOnlyList<ManifestFile> Files)
{
    /// <summary>What references in points begin with.</summary>
    public const string Prefix = "sha256:";

    /// <summary>Bytes of a part of a file in the store.</summary>
    public const int PartBytes = 4 << 20;

    /// <summary>Bytes that a manifest may have.</summary>
    public const int MaxBytes = 32 << 20;

    private const int HashDigits = 64;
    private const int MaxPath = 1024;

    /// <summary>As JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ClusterJson.Default.FileManifest);

    /// <summary>Reads it, and refuses paths that lead elsewhere and files that are too long.</summary>
    /// <exception cref="UserErrorException">PIM1411.</exception>
    public static FileManifest FromJson(byte[] json, long maxBytes)
    {
        FileManifest? manifest;
        try
        {
            manifest = JsonSerializer.Deserialize(json, ClusterJson.Default.FileManifest);
        }
        catch (JsonException e)
        {
            throw Bad(e.Message);
        }

        if (manifest is not { Name: not null, Files: not null } || !IsPlain(manifest.Name) || manifest.Files.Any(f => f is null || !IsPlain(f.Path) || !IsHash(f.Hash) || f.Bytes < 0))
        {
            throw Bad("it has a path or a hash that cannot be");
        }

        return manifest.Files.Sum(f => (decimal)f.Bytes) <= maxBytes && manifest.Files.DistinctBy(f => f.Path, StringComparer.Ordinal).Count() == manifest.Files.Count
            ? manifest
            : throw Bad("its files are too long, or one is there twice");
    }

    /// <summary>True for 64 lower-case hexadecimal digits.</summary>
    public static bool IsHash(string? text) => text is { Length: HashDigits } && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Relative, with forward slashes, without dots that lead out.</summary>
    private static bool IsPlain(string? path) =>
        path is { Length: > 0 and <= MaxPath }
        && path.Split('/').All(part => part.Length > 0 && part is not "." and not ".." && !part.Any(c => c is '\\' or ':' || char.IsControl(c)));

    private static UserErrorException Bad(string why) => new("PIM1411", "a list of files from the store cannot be used: " + why, null, "resume the sweep from its own folder");
}
