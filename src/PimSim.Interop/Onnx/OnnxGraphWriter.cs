using Google.Protobuf;
using PimSim.Core;
using PimSim.Data;
using PimSim.Interop.OnnxProto;

namespace PimSim.Interop;

/// <summary>Puts an ONNX graph together: nodes of standard operators in the order they are added, each with one output.</summary>
internal sealed class OnnxGraphWriter
{
    // Codes of the public schema, onnx.proto: TensorProto.DataType and AttributeProto.AttributeType.
    private const int UnsignedByte = 2;
    private const int Int64 = 7;
    private const int Bool = 9;
    private const int IntAttribute = 2;
    private const int IntsAttribute = 7;
    private const string BatchAxis = "N";

    private readonly GraphProto graph;
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    /// <summary>An empty graph; <paramref name="reserved"/> are names that its inputs and outputs have.</summary>
    public OnnxGraphWriter(string name, params string[] reserved)
    {
        graph = new GraphProto { Name = name };
        names.UnionWith(reserved);
    }

    /// <summary>The graph, with everything added so far.</summary>
    public GraphProto Graph => graph;

    /// <summary>Adds bytes without sign as input, [N, sizes].</summary>
    public void AddByteInput(string name, params int[] sizes) => graph.Input.Add(Value(name, UnsignedByte, sizes));

    /// <summary>Makes a value of fp32 numbers an output, [N, sizes].</summary>
    public void AddFloatOutput(string name, params int[] sizes) => graph.Output.Add(Value(name, OnnxExport.FloatType, sizes));

    /// <summary>Makes a value of integers of 64 bits an output, [N, sizes].</summary>
    public void AddInt64Output(string name, params int[] sizes) => graph.Output.Add(Value(name, Int64, sizes));

    /// <summary>Adds a constant and returns its name.</summary>
    public string Constant(ExportedTensor tensor)
    {
        string name = Unique(tensor.Name);
        var proto = new TensorProto { Name = name, DataType = TypeCode(tensor.Type), RawData = UnsafeByteOperations.UnsafeWrap(tensor.Bytes) };
        proto.Dims.AddRange(tensor.Shape.Select(size => (long)size));
        graph.Initializer.Add(proto);
        return name;
    }

    /// <summary>Adds a node and returns the name of its output, which is the node's own.</summary>
    public string Add(string operation, string name, string[] inputs, params AttributeProto[] attributes)
    {
        string unique = Unique(name);
        AddAs(operation, unique, inputs, attributes);
        return unique;
    }

    /// <summary>Adds a node whose output has a reserved name.</summary>
    public void AddAs(string operation, string output, string[] inputs, params AttributeProto[] attributes)
    {
        var node = new NodeProto { Name = output, OpType = operation };
        node.Input.AddRange(inputs);
        node.Output.Add(output);
        node.Attribute.AddRange(attributes);
        graph.Node.Add(node);
    }

    /// <summary>An attribute that is an integer.</summary>
    public static AttributeProto Attribute(string name, long value) => new() { Name = name, Type = IntAttribute, I = value };

    /// <summary>An attribute that is a list of integers.</summary>
    public static AttributeProto Attribute(string name, params long[] values)
    {
        var attribute = new AttributeProto { Name = name, Type = IntsAttribute };
        attribute.Ints.AddRange(values);
        return attribute;
    }

    private string Unique(string name)
    {
        string unique = name;
        for (int i = 2; !names.Add(unique); i++)
        {
            unique = $"{name}.{i}";
        }

        return unique;
    }

    private static ValueInfoProto Value(string name, int type, int[] sizes)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = BatchAxis });
        shape.Dim.AddRange(sizes.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = type, Shape = shape } } };
    }

    private static int TypeCode(TensorElementType type) => type switch
    {
        TensorElementType.Float32 => OnnxExport.FloatType,
        TensorElementType.Float64 => OnnxExport.DoubleType,
        TensorElementType.Int32 => OnnxExport.Int32Type,
        TensorElementType.Int64 => Int64,
        TensorElementType.Boolean => Bool,
        _ => throw new InternalErrorException($"a constant of {type} is written nowhere"),
    };
}
