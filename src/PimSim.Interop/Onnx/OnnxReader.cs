using Google.Protobuf;
using PimSim.Core;
using PimSim.Data;
using PimSim.Interop.OnnxProto;

namespace PimSim.Interop;

/// <summary>Reads ONNX files into a small graph model; what operators mean is not its business.</summary>
internal static class OnnxReader
{
    private const int MaxAxes = TensorClaim.MaxRank;

    /// <summary>Reads a file; external data is taken from files beside it or in folders below.</summary>
    /// <exception cref="UserErrorException">PIM0021, PIM1001: it cannot be read. PIM1040: cut, or no ONNX. PIM1041: no graph or no
    /// version of operators. PIM1042, PIM1043, PIM1006, PIM1007: a stored tensor. PIM1044, PIM1045: external data. PIM1046: a
    /// cycle. PIM1047: a name twice or never given. PIM1048: an attribute. PIM1049: what is not supported. PIM1050: too many parts.</exception>
    public static OnnxModel Load(string path) => Load(path, WholeFile.Read(path));

    /// <summary>The same for a file whose content has been read.</summary>
    /// <exception cref="UserErrorException">As for <see cref="Load(string)"/>.</exception>
    public static OnnxModel Load(string path, byte[] content) =>
        Read(content, path, new OnnxExternalData(Path.GetDirectoryName(Path.GetFullPath(path))!, path));

    /// <summary>Reads content in memory, which has no folder for external data.</summary>
    /// <exception cref="UserErrorException">As for <see cref="Load(string)"/>.</exception>
    public static OnnxModel Read(byte[] content, string file) => Read(content, file, new OnnxExternalData(folder: null, file));

    private static OnnxModel Read(byte[] content, string file, OnnxExternalData external)
    {
        ProtoBudget.Check(content, file);
        ModelProto model;
        try
        {
            model = ModelProto.Parser.WithDiscardUnknownFields(discardUnknownFields: true).ParseFrom(content);
        }
        catch (InvalidProtocolBufferException fault)
        {
            throw OnnxFault.Cut(fault.Message.TrimEnd('.'), file);
        }

        if (model.Graph is null || model.Graph.Node.Count == 0)
        {
            throw new UserErrorException("PIM1041", "the file has no graph with nodes", file, "give a network in ONNX format");
        }

        if (model.Functions.Count > 0 || model.Graph.SparseInitializer.Count > 0)
        {
            throw OnnxFault.Unsupported(model.Functions.Count > 0 ? "the network has functions of its own" : "the network has sparse tensors", file);
        }

        return new OnnxModel(file, $"{model.ProducerName} {model.ProducerVersion}".Trim(), Opsets(model, file), Graph(model.Graph, new OnnxTensorReader(external, file), file));
    }

    private static Dictionary<string, long> Opsets(ModelProto model, string file)
    {
        Dictionary<string, long> opsets = new(StringComparer.Ordinal);
        foreach (OperatorSetIdProto opset in model.OpsetImport)
        {
            opsets[Domain(opset.Domain)] = opset.Version;
        }

        return opsets.TryGetValue("", out long version) && version >= 1
            ? opsets
            : throw new UserErrorException("PIM1041", "the file does not say which version of ONNX's operators it uses", file, "copy or export it again");
    }

    private static OnnxGraph Graph(GraphProto proto, OnnxTensorReader tensors, string file)
    {
        Dictionary<string, NamedTensor> initializers = new(StringComparer.Ordinal);
        foreach (TensorProto initializer in proto.Initializer)
        {
            if (initializer.Name.Length == 0 || !initializers.TryAdd(initializer.Name, tensors.Read(initializer, initializer.Name)))
            {
                throw new UserErrorException("PIM1047", $"the stored tensor '{initializer.Name}' has no name, or one that another has", file, OnnxFault.ExportAgain);
            }
        }

        OnnxNode[] nodes = [.. proto.Node.Select((node, index) => Node(node, index, tensors, file))];
        OnnxValue[] inputs = [.. proto.Input.Where(input => !initializers.ContainsKey(input.Name)).Select(input => Value(input, file))];
        OnnxValue[] outputs = [.. proto.Output.Select(output => Value(output, file))];
        return new OnnxGraph(proto.Name, OnnxOrder.Sort(nodes, [.. inputs.Select(i => i.Name), .. initializers.Keys], [.. outputs.Select(o => o.Name)], file), initializers, inputs, outputs);
    }

    private static OnnxNode Node(NodeProto node, int index, OnnxTensorReader tensors, string file)
    {
        string name = node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault(output => output.Length > 0) is { } first ? $"{node.OpType} of {first}" : $"node {index}";
        if (node.OpType.Length == 0)
        {
            throw new UserErrorException("PIM1041", $"node '{name}' has no operator", file, OnnxFault.ExportAgain);
        }

        Dictionary<string, object> attributes = new(StringComparer.Ordinal);
        foreach (AttributeProto attribute in node.Attribute)
        {
            if (attribute.Name.Length == 0 || !attributes.TryAdd(attribute.Name, OnnxAttributes.Value(attribute, name, tensors, file)))
            {
                throw new UserErrorException("PIM1048", $"attribute '{attribute.Name}' of node '{name}' has no name, or occurs twice", file, OnnxFault.ExportAgain);
            }
        }

        return new OnnxNode(name, node.OpType, Domain(node.Domain), [.. node.Input], [.. node.Output], attributes, file);
    }

    private static OnnxValue Value(ValueInfoProto value, string file)
    {
        TypeProto.Types.Tensor? type = value.Type?.TensorType;
        if (type?.Shape?.Dim.Count > MaxAxes)
        {
            throw new UserErrorException("PIM1006", $"'{value.Name}' has {type.Shape.Dim.Count} axes", file, $"at most {MaxAxes} can be read");
        }

        return new OnnxValue(
            value.Name,
            type is null || type.ElemType == 0 ? null : OnnxTensorReader.ElementType(type.ElemType, value.Name, file),
            type?.Shape is null ? null : [.. type.Shape.Dim.Select(dim => dim.ValueCase == TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue ? dim.DimValue : (long?)null)]);
    }

    private static string Domain(string domain) => string.Equals(domain, "ai.onnx", StringComparison.Ordinal) ? "" : domain;
}
