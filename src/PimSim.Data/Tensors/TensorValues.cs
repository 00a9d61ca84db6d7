using System.Buffers.Binary;
using PimSim.Core;

namespace PimSim.Data;

/// <summary>The elements of a tensor as numbers of one type.</summary>
public static class TensorValues
{
    /// <summary>All elements as integers, exactly.</summary>
    /// <exception cref="UserErrorException">PIM1008: an element that is no integer of 64 bits.</exception>
    public static long[] ToInt64s(this NamedTensor tensor)
    {
        long[] values = new long[tensor.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = tensor.ElementType is TensorElementType.Float16 or TensorElementType.BFloat16 or TensorElementType.Float32 or TensorElementType.Float64
                ? Whole(Real(tensor, i), tensor, i)
                : Integer(tensor, i);
        }

        return values;
    }

    /// <summary>All elements in double precision: exact but for integers beyond 2^53, which are rounded to nearest.</summary>
    public static double[] ToDoubles(this NamedTensor tensor)
    {
        double[] values = new double[tensor.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Real(tensor, i);
        }

        return values;
    }

    /// <summary>All elements in single precision, rounded once to nearest where they have more digits.</summary>
    public static float[] ToSingles(this NamedTensor tensor)
    {
        float[] values = new float[tensor.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = tensor.ElementType switch
            {
                TensorElementType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(At(tensor, i)),
                TensorElementType.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(At(tensor, i)),
                _ => (float)Real(tensor, i),
            };
        }

        return values;
    }

    private static ReadOnlySpan<byte> At(NamedTensor tensor, int index)
    {
        int size = tensor.ElementType.SizeBytes();
        return tensor.Bytes.Span.Slice(index * size, size);
    }

    private static double Real(NamedTensor tensor, int index) => tensor.ElementType switch
    {
        TensorElementType.Float16 => (double)BinaryPrimitives.ReadHalfLittleEndian(At(tensor, index)),
        TensorElementType.BFloat16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(At(tensor, index)) << 16),
        TensorElementType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(At(tensor, index)),
        TensorElementType.Float64 => BinaryPrimitives.ReadDoubleLittleEndian(At(tensor, index)),
        TensorElementType.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(At(tensor, index)),
        _ => Integer(tensor, index),
    };

    private static long Integer(NamedTensor tensor, int index)
    {
        ReadOnlySpan<byte> at = At(tensor, index);
        return tensor.ElementType switch
        {
            TensorElementType.Boolean => at[0] == 0 ? 0 : 1,
            TensorElementType.Int8 => (sbyte)at[0],
            TensorElementType.UInt8 => at[0],
            TensorElementType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(at),
            TensorElementType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(at),
            TensorElementType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(at),
            TensorElementType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(at),
            TensorElementType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(at),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(at) is <= long.MaxValue and var small ? (long)small : throw NoInteger(tensor, index, BinaryPrimitives.ReadUInt64LittleEndian(at)),
        };
    }

    private static long Whole(double value, NamedTensor tensor, int index) =>
        value is >= -9.2233720368547758E18 and < 9.2233720368547758E18 && Math.Floor(value) == value
            ? (long)value
            : throw NoInteger(tensor, index, value);

    private static UserErrorException NoInteger(NamedTensor tensor, int index, object value) =>
        new("PIM1008", $"element {index} of tensor '{tensor.Name}' is {value}; an integer of 64 bits is needed", tensor.File, "round the values where they are exported, or name the right tensor");
}
