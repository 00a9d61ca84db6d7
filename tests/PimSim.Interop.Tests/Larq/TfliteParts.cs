using Google.FlatBuffers;

namespace PimSim.Interop.Tests;

/// <summary>Tables of a TensorFlow Lite file, by FlatBuffers' own builder; field numbers are those of the public schema.</summary>
internal static class TfliteParts
{
    public static int Buffer(FlatBufferBuilder b, byte[] data)
    {
        int vector = data.Length == 0 ? 0 : Bytes(b, data);
        b.StartTable(3);
        b.AddOffset(0, vector, 0);
        return b.EndTable();
    }

    public static int Tensor(FlatBufferBuilder b, string name, byte type, int buffer, params int[] sizes)
    {
        (int text, int shape) = (b.CreateString(name).Value, Numbers(b, sizes));
        b.StartTable(5);
        b.AddOffset(0, shape, 0);
        b.AddByte(1, type, 0);
        b.AddInt(2, buffer, 0);
        b.AddOffset(3, text, 0);
        return b.EndTable();
    }

    public static int Code(FlatBufferBuilder b, int code, string custom)
    {
        int text = custom.Length == 0 ? 0 : b.CreateString(custom).Value;
        b.StartTable(4);
        b.AddByte(0, (byte)code, 0);
        b.AddOffset(1, text, 0);
        b.AddInt(3, code, 0);
        return b.EndTable();
    }

    public static int Operator(FlatBufferBuilder b, int code, int[] inputs, int[] outputs, int builtin, byte[] custom)
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

    /// <summary>The file; tensor 0 is the graph's input.</summary>
    public static byte[] File(FlatBufferBuilder b, int version, int[] buffers, int[] codes, int[] tensors, int[] operators, int output)
    {
        (int tensorVector, int operatorVector, int inputs, int outputs) = (Offsets(b, tensors), Offsets(b, operators), Numbers(b, [0]), Numbers(b, [output]));
        b.StartTable(5);
        b.AddOffset(0, tensorVector, 0);
        b.AddOffset(1, inputs, 0);
        b.AddOffset(2, outputs, 0);
        b.AddOffset(3, operatorVector, 0);
        int graph = b.EndTable();
        (int bufferVector, int codeVector, int graphVector) = (Offsets(b, buffers), Offsets(b, codes), Offsets(b, [graph]));
        b.StartTable(8);
        b.AddInt(0, version, 0);
        b.AddOffset(1, codeVector, 0);
        b.AddOffset(2, graphVector, 0);
        b.AddOffset(4, bufferVector, 0);
        b.Finish(b.EndTable(), "TFL3");
        return b.SizedByteArray();
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
