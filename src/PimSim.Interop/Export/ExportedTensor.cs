using System.Buffers.Binary;
using PimSim.Data;

namespace PimSim.Interop;

/// <summary>A tensor to be written.</summary>
/// <param name="Name">Unique name.</param>
/// <param name="Type">Type of its elements.</param>
/// <param name="Shape">Sizes of its axes.</param>
/// <param name="Bytes">The elements, little-endian, the last axis fastest.</param>
internal sealed record ExportedTensor(string Name, TensorElementType Type, int[] Shape, byte[] Bytes)
{
    /// <summary>fp32 numbers.</summary>
    public static ExportedTensor Of(string name, ReadOnlySpan<float> values, params int[] shape)
    {
        byte[] bytes = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        }

        return new ExportedTensor(name, TensorElementType.Float32, shape, bytes);
    }

    /// <summary>fp64 numbers.</summary>
    public static ExportedTensor Of(string name, ReadOnlySpan<double> values, params int[] shape)
    {
        byte[] bytes = new byte[values.Length * sizeof(double)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)), values[i]);
        }

        return new ExportedTensor(name, TensorElementType.Float64, shape, bytes);
    }

    /// <summary>Integers of 32 bits.</summary>
    public static ExportedTensor Of(string name, ReadOnlySpan<int> values, params int[] shape)
    {
        byte[] bytes = new byte[values.Length * sizeof(int)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * sizeof(int)), values[i]);
        }

        return new ExportedTensor(name, TensorElementType.Int32, shape, bytes);
    }

    /// <summary>Integers of 64 bits.</summary>
    public static ExportedTensor Of(string name, ReadOnlySpan<long> values, params int[] shape)
    {
        byte[] bytes = new byte[values.Length * sizeof(long)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), values[i]);
        }

        return new ExportedTensor(name, TensorElementType.Int64, shape, bytes);
    }

    /// <summary>Truth values, a byte each.</summary>
    public static ExportedTensor Of(string name, ReadOnlySpan<bool> values, params int[] shape)
    {
        byte[] bytes = new byte[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            bytes[i] = values[i] ? (byte)1 : (byte)0;
        }

        return new ExportedTensor(name, TensorElementType.Boolean, shape, bytes);
    }
}
