using System.Buffers.Binary;
using PimSim.Core;
using PimSim.Data;
using PimSim.Interop.OnnxProto;

namespace PimSim.Interop;

/// <summary>Stored tensors: their elements are raw bytes, numbers of a typed field, or in another file.</summary>
/// <param name="external">Gives the content of other files.</param>
/// <param name="file">The file, for messages.</param>
internal sealed class OnnxTensorReader(OnnxExternalData external, string file)
{
    private const int ExternalLocation = 1;

    /// <summary>The tensor.</summary>
    /// <exception cref="UserErrorException">PIM1042: an unknown type. PIM1043: numbers that are not of the type, or no elements at
    /// all. PIM1006, PIM1007: sizes. PIM1044, PIM1045: external data.</exception>
    public NamedTensor Read(TensorProto tensor, string name)
    {
        TensorElementType type = ElementType(tensor.DataType, name, file);
        long count = TensorClaim.Elements(name, tensor.Dims, file);
        ReadOnlyMemory<byte> bytes = tensor.DataLocation == ExternalLocation
            ? external.Read(tensor, name, (Int128)count * type.SizeBytes())
            : tensor.HasRawData ? tensor.RawData.Memory : Typed(tensor, type, name);
        return new NamedTensor(name, type, TensorClaim.Check(name, type, tensor.Dims, bytes.Length, file), bytes, file);
    }

    /// <summary>The type of a number in TensorProto.DataType.</summary>
    /// <exception cref="UserErrorException">PIM1042: it is none that is read.</exception>
    public static TensorElementType ElementType(int dataType, string name, string file) => dataType switch
    {
        1 => TensorElementType.Float32,
        2 => TensorElementType.UInt8,
        3 => TensorElementType.Int8,
        4 => TensorElementType.UInt16,
        5 => TensorElementType.Int16,
        6 => TensorElementType.Int32,
        7 => TensorElementType.Int64,
        9 => TensorElementType.Boolean,
        10 => TensorElementType.Float16,
        11 => TensorElementType.Float64,
        12 => TensorElementType.UInt32,
        13 => TensorElementType.UInt64,
        16 => TensorElementType.BFloat16,
        _ => throw new UserErrorException("PIM1042", $"'{name}' has elements of ONNX type {dataType}, which are not read", file, "export with float or integer types of 8 to 64 bits"),
    };

    private byte[] Typed(TensorProto tensor, TensorElementType type, string name)
    {
        int given = tensor.FloatData.Count + tensor.Int32Data.Count + tensor.Int64Data.Count + tensor.DoubleData.Count + tensor.Uint64Data.Count;
        byte[] bytes = type switch
        {
            TensorElementType.Float32 => Bytes(tensor.FloatData, sizeof(float), BinaryPrimitives.WriteSingleLittleEndian),
            TensorElementType.Float64 => Bytes(tensor.DoubleData, sizeof(double), BinaryPrimitives.WriteDoubleLittleEndian),
            TensorElementType.Int64 => Bytes(tensor.Int64Data, sizeof(long), BinaryPrimitives.WriteInt64LittleEndian),
            TensorElementType.UInt64 => Bytes(tensor.Uint64Data, sizeof(ulong), BinaryPrimitives.WriteUInt64LittleEndian),
            TensorElementType.UInt32 => Bytes(tensor.Uint64Data, sizeof(uint), (span, value) => BinaryPrimitives.WriteUInt32LittleEndian(span, value <= uint.MaxValue ? (uint)value : throw OutOfRange(name, type, value))),
            _ => Bytes(tensor.Int32Data, type.SizeBytes(), (span, value) => Narrow(span, value, type, name)),
        };
        return bytes.Length == (long)given * type.SizeBytes()
            ? bytes
            : throw new UserErrorException("PIM1043", $"tensor '{name}' of {type} has its elements in a field of another type", file, OnnxFault.ExportAgain);
    }

    private void Narrow(Span<byte> span, int value, TensorElementType type, string name)
    {
        (int low, int high) = type switch
        {
            TensorElementType.Boolean => (0, 1),
            TensorElementType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
            TensorElementType.UInt8 => (0, byte.MaxValue),
            TensorElementType.Int16 => (short.MinValue, short.MaxValue),
            TensorElementType.Int32 => (int.MinValue, int.MaxValue),
            _ => (0, ushort.MaxValue),
        };
        if (value < low || value > high)
        {
            throw OutOfRange(name, type, value);
        }

        for (int i = 0; i < span.Length; i++)
        {
            span[i] = (byte)(value >> (8 * i));
        }
    }

    private static byte[] Bytes<T>(IReadOnlyList<T> values, int size, WriteElement<T> write)
    {
        byte[] bytes = new byte[(long)values.Count * size];
        for (int i = 0; i < values.Count; i++)
        {
            write(bytes.AsSpan(i * size, size), values[i]);
        }

        return bytes;
    }

    private UserErrorException OutOfRange(string name, TensorElementType type, object value) =>
        new("PIM1043", $"tensor '{name}' has the element {value}, which is no {type}", file, OnnxFault.ExportAgain);

    private delegate void WriteElement<T>(Span<byte> span, T value);
}
