using Google.Protobuf;
using PimSim.Interop.OnnxProto;
using PimSim.Tests;

namespace PimSim.Interop.Tests;

/// <summary>A chain of nodes written down one by one; each takes what the last one gave, then constants.</summary>
internal sealed class GraphSketch
{
    private const string Qonnx = "qonnx.custom_op.general";
    private readonly ModelProto model = new() { IrVersion = 6, ProducerName = "test" };
    private int count;

    public GraphSketch(params long[] input)
        : this(input, elementType: 1)
    {
    }

    public GraphSketch(long[] input, int elementType)
    {
        this.model.OpsetImport.Add(new OperatorSetIdProto { Version = 13 });
        this.model.Graph = new GraphProto { Name = "sketch" };
        TensorShapeProto shape = new();
        shape.Dim.Add(input.Select(size => size > 0 ? new TensorShapeProto.Types.Dimension { DimValue = size } : new TensorShapeProto.Types.Dimension { DimParam = "n" }));
        this.model.Graph.Input.Add(new ValueInfoProto { Name = "x", Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = elementType, Shape = shape } } });
    }

    /// <summary>What the last node gave.</summary>
    public string Last { get; private set; } = "x";

    /// <summary>Stores numbers.</summary>
    public string Constant(float[] values, params long[] dims)
    {
        string name = $"c{count++}";
        this.model.Graph.Initializer.Add(OnnxSamples.Raw(name, 1, TensorSamples.Singles(values), dims));
        return name;
    }

    /// <summary>Stores integers.</summary>
    public string Integers(params long[] values)
    {
        string name = $"c{count++}";
        TensorProto tensor = new() { Name = name, DataType = 7, Dims = { values.Length } };
        tensor.Int64Data.Add(values);
        this.model.Graph.Initializer.Add(tensor);
        return name;
    }

    /// <summary>A node of ONNX that continues the chain.</summary>
    public GraphSketch Then(string op, params string[] constants) => Add("", op, [Last, .. constants], []);

    /// <summary>The same with attributes.</summary>
    public GraphSketch Then(string op, string[] constants, params (string Name, object Value)[] attributes) => Add("", op, [Last, .. constants], attributes);

    /// <summary>A node of QONNX that continues the chain.</summary>
    public GraphSketch Qonn(string op, string[] constants, params (string Name, object Value)[] attributes) => Add(Qonnx, op, [Last, .. constants], attributes);

    /// <summary>BipolarQuant.</summary>
    public GraphSketch Bipolar(float scale = 1) => Qonn("BipolarQuant", [Constant([scale])]);

    /// <summary>MatMul with inputs x outputs.</summary>
    public GraphSketch MatMul(float[] weights, long inputs) => Then("MatMul", Constant(weights, inputs, weights.Length / inputs));

    /// <summary>BatchNormalization.</summary>
    public GraphSketch Norm(float[] gamma, float[] beta, float[] mean, float[] variance, float epsilon) => Then(
        "BatchNormalization", [.. ((float[][])[gamma, beta, mean, variance]).Select(p => Constant(p, p.Length))], ("epsilon", epsilon));

    /// <summary>Any node.</summary>
    public GraphSketch Add(string domain, string op, string[] inputs, (string Name, object Value)[] attributes, int outputs = 1)
    {
        string[] names = [.. Enumerable.Range(0, outputs).Select(_ => $"v{count++}")];
        NodeProto node = OnnxSamples.Node(op, inputs, names);
        node.Domain = domain;
        node.Name = $"{op.ToLowerInvariant()}{this.model.Graph.Node.Count}";
        foreach ((string name, object value) in attributes)
        {
            AttributeProto attribute = new() { Name = name };
            switch (value)
            {
                case float number:
                    (attribute.Type, attribute.F) = (1, number);
                    break;
                case long number:
                    (attribute.Type, attribute.I) = (2, number);
                    break;
                case string text:
                    (attribute.Type, attribute.S) = (3, ByteString.CopyFromUtf8(text));
                    break;
                default:
                    attribute.Type = 7;
                    attribute.Ints.Add((long[])value);
                    break;
            }

            node.Attribute.Add(attribute);
        }

        this.model.Graph.Node.Add(node);
        Last = names[^1];
        return this;
    }

    /// <summary>The model, as read from its file; the last value is its output.</summary>
    public OnnxModel Read() => OnnxReader.Read(Write(), "sketch.onnx");

    /// <summary>The model's file; the last value is its output.</summary>
    public byte[] Write()
    {
        this.model.Graph.Output.Clear();
        this.model.Graph.Output.Add(new ValueInfoProto { Name = Last });
        return this.model.ToByteArray();
    }
}
