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
        int[] buffers = [TfliteParts.Buffer(b, []), TfliteParts.Buffer(b, TensorSamples.Int32s(5, -7))];
        int[] tensors =
        [
            TfliteParts.Tensor(b, "x", 0, 0, 1, 2, 2, 64),
            TfliteParts.Tensor(b, "w", weightType, weightBuffer, weightSizes ?? [1, 1, 1, 2]),
            TfliteParts.Tensor(b, "m", 0, 0, 1, 2, 2, 1),
            TfliteParts.Tensor(b, "", 0, 0, 1, 1, 1, 1),
        ];
        b.StartTable(6);
        b.AddByte(0, 1, 0);
        b.AddInt(1, 2, 0);
        b.AddInt(2, 2, 0);
        b.AddInt(3, 2, 0);
        b.AddInt(4, 2, 0);
        int pool = b.EndTable();
        int[] operators = [TfliteParts.Operator(b, 0, [0, 1, -1], [2], 0, options ?? Options), TfliteParts.Operator(b, 1, [poolInput], [3], pool, [])];
        int[] codes = [TfliteParts.Code(b, 32, "LceBconv2d"), TfliteParts.Code(b, 17, "")];
        return TfliteParts.File(b, version, buffers, codes, tensors, operators, 3);
    }
}
