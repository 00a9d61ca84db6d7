using System.Text;
using Google.FlatBuffers;
using PimSim.Tests;

namespace PimSim.Interop.Tests;

/// <summary>A TensorFlow Lite file written down operator by operator, as Larq's converter writes one; each takes what the last one gave.</summary>
internal sealed class TfliteSketch
{
    public const int Float = 0;
    public const int Int = 2;
    private const int CustomCode = 32;

    private readonly List<(string Name, int Type, int[] Shape, byte[] Data)> tensors = [];
    private readonly List<(int Code, string Custom, int[] Inputs, int Output, (int Field, int Value)[] Options, byte[] Flex)> operators = [];

    public TfliteSketch(params int[] input)
    {
        Last = Tensor(Float, input, []);
    }

    /// <summary>Number of the tensor that the last operator gave.</summary>
    public int Last { get; private set; }

    /// <summary>Shape of it; bits are counted one by one.</summary>
    public int[] Shape => tensors[Last].Shape;

    public int Tensor(int type, int[] shape, byte[] data)
    {
        tensors.Add(($"t{tensors.Count}", type, shape, data));
        return tensors.Count - 1;
    }

    public int Floats(float[] values, params int[] shape) => Tensor(Float, shape, TensorSamples.Singles(values));

    public int Ints(int[] values, params int[] shape) => Tensor(Int, shape, TensorSamples.Int32s(values));

    /// <summary>A built-in operator.</summary>
    public TfliteSketch Then(int code, int[] constants, int[] shape, params (int Field, int Value)[] options) => Add(code, "", [Last, .. constants], Float, shape, options, []);

    /// <summary>One of Larq's; bits are written as words of 32.</summary>
    public TfliteSketch Larq(string name, int[] constants, int type, int[] shape, params (string Key, int Value)[] options) => Add(CustomCode, name, [Last, .. constants], type, shape, [], Flex(options));

    /// <summary>LceQuantize.</summary>
    public TfliteSketch Quantize() => Larq("LceQuantize", [], Int, Packed(Shape));

    /// <summary>The shape of an image with its channels packed.</summary>
    public static int[] Packed(int[] shape) => [.. shape[..^1], (shape[^1] + 31) / 32];

    /// <summary>Any operator; the last tensor is its output.</summary>
    public TfliteSketch Add(int code, string custom, int[] inputs, int type, int[] shape, (int Field, int Value)[] options, byte[] flex)
    {
        int output = Tensor(type, shape, []);
        operators.Add((code, custom, inputs, output, options, flex));
        Last = output;
        return this;
    }

    /// <summary>The file; the first tensor is its input, the last one its output.</summary>
    public byte[] File()
    {
        FlatBufferBuilder b = new(1024);
        int[] buffers = [Table(b, 3), .. tensors.Select(t => Buffer(b, t.Data))];
        int[] written = [.. tensors.Select((t, i) => Tensor(b, t.Name, t.Type, t.Data.Length == 0 ? 0 : i + 1, t.Shape))];
        (int Code, string Custom)[] kinds = [.. operators.Select(o => (o.Code, o.Custom)).Distinct()];
        int[] nodes = [.. operators.Select(o => Operator(b, Array.IndexOf(kinds, (o.Code, o.Custom)), o))];
        int[] codes = [.. kinds.Select(k => Code(b, k.Code, k.Custom))];
        (int tensorVector, int nodeVector, int inputs, int outputs) = (Offsets(b, written), Offsets(b, nodes), Numbers(b, [0]), Numbers(b, [Last]));
        int graph = Table(b, 5, (0, tensorVector), (1, inputs), (2, outputs), (3, nodeVector));
        (int bufferVector, int codeVector, int graphVector) = (Offsets(b, buffers), Offsets(b, codes), Offsets(b, [graph]));
        b.StartTable(8);
        b.AddInt(0, 3, 0);
        b.AddOffset(1, codeVector, 0);
        b.AddOffset(2, graphVector, 0);
        b.AddOffset(4, bufferVector, 0);
        b.Finish(b.EndTable(), "TFL3");
        return b.SizedByteArray();
    }

    /// <summary>A flexbuffer of one byte a number: names, a vector of offsets to them, the values, their types.</summary>
    private static byte[] Flex((string Key, int Value)[] options)
    {
        if (options.Length == 0)
        {
            return [];
        }

        (string Key, int Value)[] sorted = [.. options.OrderBy(o => o.Key, StringComparer.Ordinal)];
        List<byte> bytes = [];
        List<int> starts = [];
        foreach ((string key, int _) in sorted)
        {
            starts.Add(bytes.Count);
            bytes.AddRange([.. Encoding.UTF8.GetBytes(key), 0]);
        }

        bytes.Add((byte)sorted.Length);
        int keys = bytes.Count;
        starts.ForEach(start => bytes.Add((byte)(bytes.Count - start)));
        bytes.AddRange([(byte)(bytes.Count - keys), 1, (byte)sorted.Length]);
        int values = bytes.Count;
        bytes.AddRange(sorted.Select(o => (byte)o.Value));
        bytes.AddRange(sorted.Select(_ => (byte)(1 << 2)));
        bytes.AddRange([(byte)(bytes.Count - values), 9 << 2, 1]);
        return [.. bytes];
    }

    private static int Table(FlatBufferBuilder b, int fields, params (int Field, int Offset)[] offsets)
    {
        b.StartTable(fields);
        foreach ((int field, int offset) in offsets)
        {
            b.AddOffset(field, offset, 0);
        }

        return b.EndTable();
    }

    private static int Buffer(FlatBufferBuilder b, byte[] data) => data.Length == 0 ? Table(b, 3) : Table(b, 3, (0, Bytes(b, data)));

    private static int Tensor(FlatBufferBuilder b, string name, int type, int buffer, int[] sizes)
    {
        (int text, int shape) = (b.CreateString(name).Value, Numbers(b, sizes));
        b.StartTable(5);
        b.AddOffset(0, shape, 0);
        b.AddByte(1, (byte)type, 0);
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

    /// <summary>Options of one byte: padding 0, activation and axes; the others are numbers of 32 bits. The reader knows by the field.</summary>
    private static int Operator(FlatBufferBuilder b, int kind, (int Code, string Custom, int[] Inputs, int Output, (int Field, int Value)[] Options, byte[] Flex) o)
    {
        b.StartTable(7);
        foreach ((int field, int value) in o.Options)
        {
            b.AddInt(field, value, 0);
        }

        int builtIn = b.EndTable();
        (int inputs, int outputs, int options) = (Numbers(b, o.Inputs), Numbers(b, [o.Output]), o.Flex.Length == 0 ? 0 : Bytes(b, o.Flex));
        b.StartTable(7);
        b.AddInt(0, kind, 0);
        b.AddOffset(1, inputs, 0);
        b.AddOffset(2, outputs, 0);
        b.AddOffset(4, builtIn, 0);
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
