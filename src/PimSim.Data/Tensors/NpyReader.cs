using System.Buffers.Binary;
using System.Text;
using PimSim.Core;

namespace PimSim.Data;

/// <summary>
/// Reads NPY arrays: <c>93 'NUMPY'</c>, version (1.0, 2.0, 3.0), length of the header (2 or 4 bytes), a Python literal, the
/// elements. Source: NumPy, "NPY format" (numpy.lib.format). Arrays of objects hold a pickle and are refused.
/// </summary>
public static class NpyReader
{
    private const int PreambleBytes = 8;
    private const int MaxHeaderBytes = 1 << 16;
    private const string Remedy = "write it again with numpy.save";

    /// <summary>Whether bytes start like an NPY array.</summary>
    public static bool IsNpy(ReadOnlySpan<byte> content) => content.Length > 0 && content[0] == 0x93 && content[1..].StartsWith("NUMPY"u8);

    /// <summary>The array in <paramref name="content"/>, which it fills.</summary>
    /// <exception cref="UserErrorException">PIM1013: not an NPY array, or a header that is not understood. PIM1014: an array of
    /// objects. PIM1009: another type of elements that is not read. PIM1006, PIM1007: impossible sizes.</exception>
    public static NamedTensor Read(ReadOnlyMemory<byte> content, string name, string file)
    {
        ReadOnlySpan<byte> span = content.Span;
        int lengthBytes = span.Length > PreambleBytes && span[6] == 1 ? sizeof(ushort) : sizeof(uint);
        if (!IsNpy(span) || span.Length < PreambleBytes + lengthBytes || span[6] is < 1 or > 3 || span[7] != 0)
        {
            throw Wrong(name, "does not start like one of version 1, 2 or 3", file);
        }

        ReadOnlySpan<byte> afterPreamble = span[PreambleBytes..];
        uint headerBytes = lengthBytes == sizeof(ushort) ? BinaryPrimitives.ReadUInt16LittleEndian(afterPreamble) : BinaryPrimitives.ReadUInt32LittleEndian(afterPreamble);
        int start = PreambleBytes + lengthBytes;
        if (headerBytes > Math.Min(MaxHeaderBytes, span.Length - start))
        {
            throw Wrong(name, $"claims a header of {headerBytes} bytes", file);
        }

        NpyHeader header = Header(span.Slice(start, (int)headerBytes), name, file);
        return Elements(content[(start + (int)headerBytes)..], header, name, file);
    }

    private static NpyHeader Header(ReadOnlySpan<byte> literal, string name, string file)
    {
        try
        {
            return new NpyHeaderParser(Encoding.Latin1.GetString(literal)).Parse();
        }
        catch (FormatException fault)
        {
            throw Wrong(name, fault.Message, file);
        }
    }

    private static NamedTensor Elements(ReadOnlyMemory<byte> bytes, NpyHeader header, string name, string file)
    {
        TensorElementType type = ElementType(header.Descr, name, file);
        int[] shape = TensorClaim.Check(name, type, header.Sizes, bytes.Length, file);
        if (header.Descr[0] == '>' && type.SizeBytes() > 1)
        {
            bytes = Swapped(bytes.Span, type.SizeBytes());
        }

        if (header.IsFortranOrder && shape.Length > 1)
        {
            bytes = LastAxisFastest(bytes.Span, shape, type.SizeBytes());
        }

        return new NamedTensor(name, type, shape, bytes, file);
    }

    private static TensorElementType ElementType(string descr, string name, string file) => descr.TrimStart('<', '>', '|', '=') switch
    {
        "b1" => TensorElementType.Boolean,
        "i1" => TensorElementType.Int8,
        "u1" => TensorElementType.UInt8,
        "i2" => TensorElementType.Int16,
        "u2" => TensorElementType.UInt16,
        "i4" => TensorElementType.Int32,
        "u4" => TensorElementType.UInt32,
        "i8" => TensorElementType.Int64,
        "u8" => TensorElementType.UInt64,
        "f2" => TensorElementType.Float16,
        "f4" => TensorElementType.Float32,
        "f8" => TensorElementType.Float64,
        "O" => throw new UserErrorException("PIM1014", $"array '{name}' holds Python objects, which would have to be executed", file, "save arrays of numbers: numpy.save(..., allow_pickle=False)"),
        _ => throw new UserErrorException("PIM1009", $"tensor '{name}' has elements of type '{descr}', which are not read", file, "convert it to a boolean, an integer or a float type"),
    };

    private static byte[] Swapped(ReadOnlySpan<byte> bytes, int size)
    {
        byte[] swapped = bytes.ToArray();
        for (int i = 0; i < swapped.Length; i += size)
        {
            swapped.AsSpan(i, size).Reverse();
        }

        return swapped;
    }

    /// <summary>Reorders elements stored with the first axis fastest.</summary>
    private static byte[] LastAxisFastest(ReadOnlySpan<byte> bytes, int[] shape, int size)
    {
        byte[] result = new byte[bytes.Length];
        int[] index = new int[shape.Length];
        int[] step = new int[shape.Length];
        for (int axis = 0, product = 1; axis < shape.Length && bytes.Length > 0; axis++)
        {
            step[axis] = product;
            product *= shape[axis];
        }

        int source = 0;
        for (int target = 0; target < result.Length; target += size)
        {
            bytes.Slice(source * size, size).CopyTo(result.AsSpan(target));
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                source += step[axis];
                if (++index[axis] < shape[axis])
                {
                    break;
                }

                source -= step[axis] * shape[axis];
                index[axis] = 0;
            }
        }

        return result;
    }

    private static UserErrorException Wrong(string name, string why, string file) => new("PIM1013", $"array '{name}' is not in NPY format: it {why}", file, Remedy);
}
