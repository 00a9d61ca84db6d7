using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace PimSim.Tests;

/// <summary>Tiny files of tensors.</summary>
internal static class TensorSamples
{
    /// <summary>An NPY array of version 1.0 with any header.</summary>
    public static byte[] Npy(string header, params byte[] elements)
    {
        byte[] length = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)header.Length);
        return [0x93, .. "NUMPY"u8, 1, 0, .. length, .. Encoding.Latin1.GetBytes(header), .. elements];
    }

    /// <summary>An NPY array as numpy.save writes it.</summary>
    public static byte[] Npy(string descr, IReadOnlyList<int> shape, params byte[] elements) =>
        Npy($"{{'descr': '{descr}', 'fortran_order': False, 'shape': ({string.Concat(shape.Select(size => size + ", "))}), }}\n", elements);

    /// <summary>A zip file.</summary>
    public static byte[] Zip(CompressionLevel level, params (string Name, byte[] Content)[] parts)
    {
        using MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in parts)
            {
                ZipArchiveEntry entry = zip.CreateEntry(name, level);
                entry.LastWriteTime = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using Stream part = entry.Open();
                part.Write(content);
            }
        }

        return stream.ToArray();
    }

    /// <summary>Integers as little-endian bytes.</summary>
    public static byte[] Int32s(params int[] values)
    {
        byte[] bytes = new byte[values.Length * sizeof(int)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * sizeof(int)), values[i]);
        }

        return bytes;
    }

    /// <summary>Floats as little-endian bytes.</summary>
    public static byte[] Singles(params float[] values)
    {
        byte[] bytes = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        }

        return bytes;
    }
}
