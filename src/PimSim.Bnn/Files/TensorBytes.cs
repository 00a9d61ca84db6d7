using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace PimSim.Bnn;

/// <summary>Little-endian bytes of tensors on any machine.</summary>
public static class TensorBytes
{
    /// <summary>The bytes of a section.</summary>
    /// <typeparam name="T">float, int or ulong.</typeparam>
    public static byte[] From<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        byte[] bytes = MemoryMarshal.AsBytes(values).ToArray();
        Swap<T>(bytes);
        return bytes;
    }

    /// <summary>The elements of a section whose length the caller has checked.</summary>
    /// <typeparam name="T">float, int or ulong.</typeparam>
    public static T[] To<T>(byte[] bytes)
        where T : unmanaged
    {
        byte[] copy = [.. bytes];
        Swap<T>(copy);
        return MemoryMarshal.Cast<byte, T>(copy).ToArray();
    }

    private static void Swap<T>(byte[] bytes)
        where T : unmanaged
    {
        if (BitConverter.IsLittleEndian)
        {
            return;
        }

        if (typeof(T) == typeof(float) || typeof(T) == typeof(int))
        {
            Span<uint> words = MemoryMarshal.Cast<byte, uint>(bytes.AsSpan());
            BinaryPrimitives.ReverseEndianness(words, words);
        }
        else
        {
            Span<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes.AsSpan());
            BinaryPrimitives.ReverseEndianness(words, words);
        }
    }
}
