using Google.FlatBuffers;
using PimSim.Tests;

namespace PimSim.Interop.Tests;

/// <summary>A small TensorFlow Lite file, written by FlatBuffers' own builder.</summary>
internal static class TfliteSamples
{
    /// <summary>Options {channels_in: 64, padding: 1} as a flexbuffer, byte by byte.</summary>
    public static readonly byte[] Options =
    [
        .. "channels_in\0padding\0"u8,
        2, 21, 10,
        2, 1, 2, 64, 1, (1 << 2), (2 << 2),
        4, (9 << 2), 1,
    ];

    /// <summary>x -> LceBconv2d with packed weights -> MAX_POOL_2D -> y.</summary>
    /// <param name="version">Version of the schema.</param>
    /// <param name="weightSizes">Claimed shape of the weights, which have 8 bytes.</param>
    /// <param name="weightBuffer">Number of their buffer.</param>
    /// <param name="poolInput">Number of the tensor that the pool takes.</param>
    /// <param name="weightType">Type of the weights.</param>
    /// <param name="options">Options of the convolution.</param>
    public static byte[] File(int version = 3, int[]? weightSizes = null, int weightBuffer = 1, int poolInput = 2, byte weightType = 2, byte[]? options = null)
    {
        FlatBufferBuilder b = new(1024);
        int[] buffers = [Buffer(b, []), Buffer(b, TensorSamples.Int32s(5, -7))];
        int[] tensors =
        [
            Tensor(b, "x", 0, 0, 1, 2, 2, 64),
            Tensor(b, "w", weightType, weightBuffer, weightSizes ?? [1, 1, 1, 2]),
            Tensor(b, "m", 0, 0, 1, 2, 2, 1),
            Tensor(b, "", 0, 0, 1, 1, 1, 1),
        ];
        b.StartTable(6);
        b.AddByte(0, 1, 0);
        b.AddInt(1, 2, 0);
        b.AddInt(2, 2, 0);
        b.AddInt(3, 2, 0);
        b.AddInt(4, 2, 0);
        int pool = b.EndTable();
        int[] operators = [Operator(b, 0, [0, 1, -1], [2], 0, options ?? Options), Operator(b, 1, [poolInput], [3], pool, [])];
        int[] codes = [Code(b, 32, "LceBconv2d"), Code(b, 17, "")];
        int graph = Graph(b, tensors, operators);
        (int bufferVector, int codeVector, int graphVector) = (Offsets(b, buffers), Offsets(b, codes), Offsets(b, [graph]));
        b.StartTable(8);
        b.AddInt(0, version, 0);
        b.AddOffset(1, codeVector, 0);
        b.AddOffset(2, graphVector, 0);
        b.AddOffset(4, bufferVector, 0);
        b.Finish(b.EndTable(), "TFL3");
        return b.SizedByteArray();
    }

    private static int Graph(FlatBufferBuilder b, int[] tensors, int[] operators)
    {
        (int tensorVector, int operatorVector, int inputs, int outputs) = (Offsets(b, tensors), Offsets(b, operators), Numbers(b, [0]), Numbers(b, [3]));
        b.StartTable(5);
        b.AddOffset(0, tensorVector, 0);
        b.AddOffset(1, inputs, 0);
        b.AddOffset(2, outputs, 0);
        b.AddOffset(3, operatorVector, 0);
        return b.EndTable();
    }

    private static int Buffer(FlatBufferBuilder b, byte[] data)
    {
        int vector = data.Length == 0 ? 0 : Bytes(b, data);
        b.StartTable(3);
        b.AddOffset(0, vector, 0);
        return b.EndTable();
    }

    private static int Tensor(FlatBufferBuilder b, string name, byte type, int buffer, params int[] sizes)
    {
        (int text, int shape) = (b.CreateString(name).Value, Numbers(b, sizes));
        b.StartTable(5);
        b.AddOffset(0, shape, 0);
        b.AddByte(1, type, 0);
        b.AddInt(2, buffer, 0);
        b.AddOffset(3, text, 0);
        return b.EndTable();
    }

    private static int Code(FlatBufferBuilder b, int code, string custom)
    {
        int text = custom.Length == 0 ? 0 : b.CreateString(custom).Value;
        b.StartTable(4);
        b.AddByte(0, (byte)code, 0);
        b.AddOffset(1, text, 0);
        b.AddInt(3, code, 0);
        return b.EndTable();
    }

    private static int Operator(FlatBufferBuilder b, int code, int[] inputs, int[] outputs, int builtin, byte[] custom)
    {
        (int ins, int outs, int options) = (Numbers(b, inputs), Numbers(b, outputs), custom.Length == 0 ? 0 : Bytes(b, custom));
        b.StartTable(7);
        b.AddInt(0, code, 0);
        b.AddOffset(1, ins, 0);
        b.AddOffset(2, outs, 0);
        b.AddOffset(4, builtin, 0);
        b.AddOffset(5, options, 0);
        return b.EndTable();
    }

    private static int Offsets(FlatBufferBuilder b, int[] offsets)
    {
        b.StartVector(sizeof(int), offsets.Length, sizeof(int));
        foreach (int offset in offsets.Reverse())
        {
            b.AddOffset(offset);
        }

        return b.EndVector().Value;
    }

    private static int Numbers(FlatBufferBuilder b, int[] numbers)
    {
        b.StartVector(sizeof(int), numbers.Length, sizeof(int));
        foreach (int number in numbers.Reverse())
        {
            b.AddInt(number);
        }

        return b.EndVector().Value;
    }

    private static int Bytes(FlatBufferBuilder b, byte[] bytes)
    {
        b.StartVector(1, bytes.Length, 16);
        foreach (byte value in bytes.Reverse())
        {
            b.AddByte(value);
        }

        return b.EndVector().Value;
    }
}
