using Google.Protobuf;
using PimSim.Core;
using PimSim.Interop.OnnxProto;

namespace PimSim.Interop;

/// <summary>Values of attributes.</summary>
internal static class OnnxAttributes
{
    private const int FloatType = 1;
    private const int IntegerType = 2;
    private const int TextType = 3;
    private const int TensorType = 4;
    private const int FloatsType = 6;
    private const int IntegersType = 7;
    private const int TextsType = 8;

    /// <summary>The value: long, float, string, a tensor, or an array of one of the first three.</summary>
    /// <exception cref="UserErrorException">PIM1048: no value. PIM1049: a graph or something else that is not supported.</exception>
    public static object Value(AttributeProto attribute, string node, OnnxTensorReader tensors, string file)
    {
        if (attribute.HasG || attribute.Graphs.Count > 0 || attribute.Tensors.Count > 0 || attribute.HasSparseTensor || attribute.RefAttrName.Length > 0)
        {
            throw OnnxFault.Unsupported($"attribute '{attribute.Name}' of node '{node}' holds a graph, sparse tensors or a reference", file);
        }

        return (attribute.Type == 0 ? Guess(attribute) : attribute.Type) switch
        {
            FloatType => attribute.F,
            IntegerType => attribute.I,
            TextType => Text(attribute.S),
            TensorType when attribute.T is not null => tensors.Read(attribute.T, $"{node}.{attribute.Name}"),
            FloatsType => attribute.Floats.ToArray(),
            IntegersType => attribute.Ints.ToArray(),
            TextsType => attribute.Strings.Select(Text).ToArray(),
            _ => throw new UserErrorException("PIM1048", $"attribute '{attribute.Name}' of node '{node}' has no value of a known type", file, OnnxFault.ExportAgain),
        };
    }

    /// <summary>Files of the first IR versions leave the type out.</summary>
    private static int Guess(AttributeProto attribute) =>
        attribute.HasF ? FloatType
        : attribute.HasI ? IntegerType
        : attribute.HasS ? TextType
        : attribute.T is not null ? TensorType
        : attribute.Floats.Count > 0 ? FloatsType
        : attribute.Ints.Count > 0 ? IntegersType
        : attribute.Strings.Count > 0 ? TextsType
        : 0;

    private static string Text(ByteString bytes) => bytes.ToStringUtf8();
}
