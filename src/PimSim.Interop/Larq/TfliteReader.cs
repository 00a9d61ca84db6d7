using PimSim.Core;
using PimSim.Data;

namespace PimSim.Interop;

/// <summary>
/// Reads TensorFlow Lite files, as Larq's converter writes them, into the same kind of graph as ONNX. Built-in operators have
/// the domain <c>tflite</c>, custom ones (LceQuantize, LceBconv2d, ...) <c>tflite.custom</c>; values carry the names of their
/// tensors. What operators mean is not its business. Source: TensorFlow, tensorflow/lite/schema/schema.fbs (version 3).
/// </summary>
internal sealed class TfliteReader
{
    private const int SchemaVersion = 3;
    private const int CustomCode = 32;
    private const int OldCodes = 127;
    private const string Remedy = "convert the network again with larq_compute_engine.convert_keras_model";

    private readonly FlatBuffer buffer;
    private readonly FlatTable[] buffers;
    private readonly FlatTable[] tensors;
    private readonly string[] names;

    private TfliteReader(FlatBuffer buffer, FlatTable[] buffers, FlatTable[] tensors)
    {
        (this.buffer, this.buffers, this.tensors) = (buffer, buffers, tensors);
        names = new string[tensors.Length];
        HashSet<string> taken = new(StringComparer.Ordinal);
        for (int i = 0; i < tensors.Length; i++)
        {
            string name = tensors[i].Text(3);
            names[i] = name.Length > 0 && taken.Add(name) ? name : $"tensor {i}";
        }
    }

    /// <summary>Whether bytes carry the mark of a TensorFlow Lite file.</summary>
    public static bool IsTflite(ReadOnlySpan<byte> content) => content.Length >= 8 && content[4..8].SequenceEqual("TFL3"u8);

    /// <summary>Reads a file.</summary>
    /// <exception cref="UserErrorException">PIM0021, PIM1001: it cannot be read. And as for <see cref="Read"/>.</exception>
    public static OnnxModel Load(string path) => Read(WholeFile.Read(path), path);

    /// <summary>Reads content in memory.</summary>
    /// <exception cref="UserErrorException">PIM1070: not such a file, or not one of one network. PIM1071: cut or damaged. PIM1072: it
    /// grows when it is read. PIM1073: options that are not understood. PIM1006, PIM1007, PIM1009: a stored tensor. PIM1046,
    /// PIM1047: the graph.</exception>
    public static OnnxModel Read(byte[] content, string file)
    {
        if (!IsTflite(content))
        {
            throw new UserErrorException("PIM1070", "this is not a TensorFlow Lite file: the mark TFL3 is missing", file, Remedy);
        }

        FlatBuffer buffer = new(content, file);
        FlatTable model = buffer.Root();
        FlatTable[] graphs = model.Tables(2);
        int version = model.Int32(0, 0);
        if (version != SchemaVersion || graphs.Length != 1)
        {
            throw new UserErrorException("PIM1070", $"the file is of version {version} and has {graphs.Length} networks; one of version {SchemaVersion} is read", file, Remedy);
        }

        TfliteReader reader = new(buffer, model.Tables(4), graphs[0].Tables(0));
        Dictionary<string, long> opsets = new(StringComparer.Ordinal) { ["tflite"] = version };
        return new OnnxModel(file, model.Text(3), opsets, reader.Graph(graphs[0], model.Tables(1)));
    }

    private OnnxGraph Graph(FlatTable graph, FlatTable[] codes)
    {
        string[] inputs = Names(graph.Int32s(1));
        string[] outputs = Names(graph.Int32s(2));
        OnnxNode[] nodes = [.. graph.Tables(3).Select((node, index) => Node(node, index, codes))];
        HashSet<string> made = [.. nodes.SelectMany(node => node.Outputs).Concat(inputs)];
        Dictionary<string, NamedTensor> initializers = new(StringComparer.Ordinal);
        for (int i = 0; i < this.tensors.Length; i++)
        {
            if (!made.Contains(this.names[i]) && Data(i) is { Length: > 0 } data)
            {
                initializers.Add(this.names[i], Stored(i, data));
            }
        }

        return new OnnxGraph(
            graph.Text(4), OnnxOrder.Sort(nodes, [.. inputs, .. initializers.Keys], outputs, this.buffer.File), initializers, [.. inputs.Select(Value)], [.. outputs.Select(Value)])
        {
            Values = Enumerable.Range(0, this.names.Length).ToDictionary(i => this.names[i], Value, StringComparer.Ordinal),
        };
    }

    private OnnxNode Node(FlatTable node, int index, FlatTable[] codes)
    {
        int at = node.Int32(0, 0);
        FlatTable kind = at >= 0 && at < codes.Length ? codes[at] : throw Damaged($"operator {index} is of kind {at} of {codes.Length}");
        int old = kind.Byte(0, 0);
        int code = old == OldCodes || !kind.Has(0) ? kind.Int32(3, old) : old;
        bool isCustom = code == CustomCode;
        string name = isCustom ? kind.Text(1) : TfliteOperators.Name(code);
        return new OnnxNode(
            $"{name} {index}",
            name,
            isCustom ? "tflite.custom" : "tflite",
            Names(node.Int32s(1)),
            Names(node.Int32s(2)),
            isCustom ? FlexMap.Read(node.Bytes(5), this.buffer.File) : TfliteOperators.Options(code, node.Table(4)),
            this.buffer.File);
    }

    /// <summary>Names of tensors by number; -1 is an optional one that is absent.</summary>
    private string[] Names(int[] indices) => [.. indices.Select(index => index == -1 ? "" : index >= 0 && index < this.names.Length ? this.names[index] : throw Damaged($"tensor {index} of {this.names.Length} is named"))];

    private ReadOnlyMemory<byte> Data(int tensor)
    {
        int at = this.tensors[tensor].Int32(2, 0);
        if (at < 0 || at >= this.buffers.Length)
        {
            throw Damaged($"buffer {at} of {this.buffers.Length} is named");
        }

        return this.buffers[at].Has(1) ? throw Damaged($"buffer {at} lies outside the flatbuffer, which is not read") : this.buffers[at].Bytes(0);
    }

    private NamedTensor Stored(int tensor, ReadOnlyMemory<byte> data)
    {
        string name = this.names[tensor];
        int code = this.tensors[tensor].Byte(1, 0);
        TensorElementType type = ElementType(code)
            ?? throw new UserErrorException("PIM1009", $"tensor '{name}' has elements of TensorFlow Lite type {code}, which are not read", this.buffer.File, Remedy);
        return new NamedTensor(name, type, TensorClaim.Check(name, type, [.. this.tensors[tensor].Int32s(0).Select(size => (long)size)], data.Length, this.buffer.File), data, this.buffer.File);
    }

    private OnnxValue Value(string name) => Array.IndexOf(this.names, name) is >= 0 and var tensor ? Value(tensor) : throw Damaged("an input or output of the network is no tensor");

    private OnnxValue Value(int tensor) =>
        new(this.names[tensor], ElementType(this.tensors[tensor].Byte(1, 0)), [.. this.tensors[tensor].Int32s(0).Select(size => (long?)size)]);

    private static TensorElementType? ElementType(int code) => code switch
    {
        0 => TensorElementType.Float32,
        1 => TensorElementType.Float16,
        2 => TensorElementType.Int32,
        3 => TensorElementType.UInt8,
        4 => TensorElementType.Int64,
        6 => TensorElementType.Boolean,
        7 => TensorElementType.Int16,
        9 => TensorElementType.Int8,
        10 => TensorElementType.Float64,
        12 => TensorElementType.UInt64,
        15 => TensorElementType.UInt32,
        16 => TensorElementType.UInt16,
        18 => TensorElementType.BFloat16,
        _ => null,
    };

    private UserErrorException Damaged(string why) => new("PIM1071", "the file is cut or damaged: " + why, this.buffer.File, Remedy);
}
