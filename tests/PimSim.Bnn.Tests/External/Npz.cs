using System.IO.Compression;
using System.Runtime.InteropServices;

namespace PimSim.Bnn.Tests.External;

/// <summary>Arrays of a NumPy archive, without their headers.</summary>
internal static class Npz
{
    /// <summary>The elements of an array of version 1 in little-endian order.</summary>
    public static T[] Read<T>(string file, string name)
        where T : unmanaged
    {
        using ZipArchive zip = ZipFile.OpenRead(file);
        using Stream stream = zip.GetEntry(name + ".npy")!.Open();
        var memory = new MemoryStream();
        stream.CopyTo(memory);
        ReadOnlySpan<byte> bytes = memory.ToArray();
        return MemoryMarshal.Cast<byte, T>(bytes[(10 + BitConverter.ToUInt16(bytes[8..]))..]).ToArray();
    }
}
