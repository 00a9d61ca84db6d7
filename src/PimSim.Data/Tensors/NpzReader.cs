using PimSim.Core;

namespace PimSim.Data;

/// <summary>Reads NPZ files: a zip file of NPY arrays, stored (numpy.savez) or packed (numpy.savez_compressed).</summary>
public static class NpzReader
{
    private const string Extension = ".npy";

    /// <summary>The arrays of a file.</summary>
    /// <exception cref="UserErrorException">PIM0021, PIM1001: it cannot be read; and as for <see cref="Read(byte[], string)"/>.</exception>
    public static TensorArchive Load(string path) => Read(WholeFile.Read(path), path);

    /// <summary>The arrays; a name is the part's without <c>.npy</c>.</summary>
    /// <exception cref="UserErrorException">PIM1005, PIM1010 to PIM1012: the zip file; PIM1013, PIM1014, PIM1006, PIM1007, PIM1009: an array.</exception>
    public static TensorArchive Read(byte[] content, string file) => Read(CheckedZip.Read(content, file), file);

    /// <summary>The arrays of a zip file that is already unpacked.</summary>
    /// <exception cref="UserErrorException">PIM1013, PIM1014, PIM1006, PIM1007, PIM1009: an array. PIM1005: a name twice.</exception>
    public static TensorArchive Read(IReadOnlyList<ZipPart> parts, string file) =>
        new(file, [.. parts.Select(part => NpyReader.Read(part.Bytes, ArrayName(part.Name), file))]);

    private static string ArrayName(string part) => part.EndsWith(Extension, StringComparison.Ordinal) ? part[..^Extension.Length] : part;
}
