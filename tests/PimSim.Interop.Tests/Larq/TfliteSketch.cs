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
        int[] buffers = [.. tensors.Select(t => t.Data).Prepend([]).Select(data => TfliteParts.Buffer(b, data))];
        int[] written = [.. tensors.Select((t, i) => TfliteParts.Tensor(b, t.Name, (byte)t.Type, t.Data.Length == 0 ? 0 : i + 1, t.Shape))];
        (int Code, string Custom)[] kinds = [.. operators.Select(o => (o.Code, o.Custom)).Distinct()];
        int[] nodes = [.. operators.Select(o => Operator(b, Array.IndexOf(kinds, (o.Code, o.Custom)), o))];
        int[] codes = [.. kinds.Select(k => TfliteParts.Code(b, k.Code, k.Custom))];
        return TfliteParts.File(b, 3, buffers, codes, written, nodes, Last);
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

    /// <summary>Options of one byte: padding 0, activation and axes; the others are numbers of 32 bits. The reader knows by the field.</summary>
    private static int Operator(FlatBufferBuilder b, int kind, (int Code, string Custom, int[] Inputs, int Output, (int Field, int Value)[] Options, byte[] Flex) o)
    {
        b.StartTable(7);
        foreach ((int field, int value) in o.Options)
        {
            b.AddInt(field, value, 0);
        }

        return TfliteParts.Operator(b, kind, o.Inputs, [o.Output], b.EndTable(), o.Flex);
    }
}
