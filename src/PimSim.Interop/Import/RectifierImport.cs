namespace PimSim.Interop;

/// <summary>Relu and Clip: of a layer's results only a range is left, which the quantizer that follows sees.</summary>
internal static class RectifierImport
{
    /// <summary>The range that a node leaves, or null where it is none that does so.</summary>
    /// <exception cref="PimSim.Core.UserErrorException">PIM1122: bounds that are not one constant each.</exception>
    public static ValueRange? RangeOf(OnnxNode node, OnnxConstant?[] operands) => node.Operator switch
    {
        "Relu" => new ValueRange(Surd.Zero, null),
        "Clip" => new ValueRange(Bound(node, operands, 1, "min"), Bound(node, operands, 2, "max")),
        _ => null,
    };

    /// <summary>The value within a range.</summary>
    /// <exception cref="PimSim.Core.UserErrorException">PIM1123: it bends the numbers of a quantizer.</exception>
    public static Activation Apply(OnnxNode node, Activation value, ValueRange range)
    {
        if (ThresholdImport.Map(node, value, (_, x) => range.Keep(x)) is { } mapped)
        {
            return mapped;
        }

        var layer = (LayerActivation)value;
        return layer with { Range = [.. layer.Scale.Select((_, c) => layer.Range is null ? range : range.After(layer.Range[c]))] };
    }

    private static Surd? Bound(OnnxNode node, OnnxConstant?[] operands, int index, string attribute)
    {
        if (node.Attributes.TryGetValue(attribute, out object? given))
        {
            return given is float number ? Surd.From(number) : throw ImportFault.Operand(node, $"has a bound '{attribute}' that is no number");
        }

        return index >= operands.Length || operands[index] is not { } constant ? null
            : constant.Count == 1 ? constant[0]
            : throw ImportFault.Operand(node, "has a bound of several numbers");
    }
}
