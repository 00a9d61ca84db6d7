using Google.Protobuf;
using PimSim.Interop.OnnxProto;
using PimSim.Tests;

namespace PimSim.Interop.Tests;

/// <summary>Small ONNX files.</summary>
internal static class OnnxSamples
{
    /// <summary>x -> MatMul with w -> Relu -> y, with an input, a raw and a typed tensor and attributes of several kinds.</summary>
    public static ModelProto Model()
    {
        ModelProto model = new() { IrVersion = 6, ProducerName = "test", ProducerVersion = "1" };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "onnx.brevitas", Version = 1 });
        model.OpsetImport.Add(new OperatorSetIdProto { Version = 9 });
        model.Graph = new GraphProto { Name = "g" };
        model.Graph.Input.Add(Value("x", 1, 2));
        model.Graph.Input.Add(Value("w", 2, 2));
        model.Graph.Output.Add(Value("y", 1, 2));
        model.Graph.Initializer.Add(Raw("w", 1, TensorSamples.Singles(1, 2, 3, 4), 2, 2));
        TensorProto typed = new() { Name = "t", DataType = 3, Dims = { 2 }, Int32Data = { -1, 5 } };
        model.Graph.Initializer.Add(typed);
        NodeProto first = Node("MatMul", ["x", "w"], "m");
        first.Name = "first";
        first.Attribute.Add(new AttributeProto { Name = "axis", Type = 2, I = -1 });
        first.Attribute.Add(new AttributeProto { Name = "old", Floats = { 1, 2 } });
        first.Attribute.Add(new AttributeProto { Name = "text", Type = 3, S = ByteString.CopyFromUtf8("NHWC") });
        first.Attribute.Add(new AttributeProto { Name = "tensor", Type = 4, T = typed.Clone() });
        model.Graph.Node.Add(first);
        model.Graph.Node.Add(Node("Relu", ["m", ""], "y"));
        return model;
    }

    /// <summary>A node.</summary>
    public static NodeProto Node(string op, string[] inputs, params string[] outputs)
    {
        NodeProto node = new() { OpType = op };
        node.Input.Add(inputs);
        node.Output.Add(outputs);
        return node;
    }

    /// <summary>A tensor of raw bytes.</summary>
    public static TensorProto Raw(string name, int type, byte[] bytes, params long[] dims)
    {
        TensorProto tensor = new() { Name = name, DataType = type, RawData = ByteString.CopyFrom(bytes) };
        tensor.Dims.Add(dims);
        return tensor;
    }

    /// <summary>A tensor in another file.</summary>
    public static TensorProto External(string location, long? offset = null, long? length = null)
    {
        TensorProto tensor = new() { Name = "e", DataType = 2, DataLocation = 1, Dims = { 4 } };
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
        foreach ((string key, long? number) in ((string, long?)[])[("offset", offset), ("length", length)])
        {
            if (number is not null)
            {
                tensor.ExternalData.Add(new StringStringEntryProto { Key = key, Value = number.ToString() });
            }
        }

        return tensor;
    }

    private static ValueInfoProto Value(string name, params long[] dims)
    {
        TensorShapeProto shape = new();
        shape.Dim.Add(dims.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = 1, Shape = shape } } };
    }
}
