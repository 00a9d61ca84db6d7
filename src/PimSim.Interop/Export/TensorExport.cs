using PimSim.Bnn;

namespace PimSim.Interop;

/// <summary>
/// All numbers of a network as named tensors, <c>node.part</c>. Nodes have names of their own and parts have no dots, so names are unique;
/// <c>input</c> is no node's name.
/// </summary>
internal static class TensorExport
{
    /// <summary>The tensors, in the order of the nodes.</summary>
    public static IReadOnlyList<ExportedTensor> Of(BnnNetwork network) =>
        [.. Input(network.Input), .. network.Nodes.SelectMany(Node), .. ReadOut(network.ReadOut, network.Nodes[^1].Name)];

    private static IEnumerable<ExportedTensor> Input(InputEncoding input)
    {
        if (input.Levels is { } levels)
        {
            yield return ExportedTensor.Of("input.levels", levels, levels.Length / PixelLevels.Count, PixelLevels.Count);
        }
        else
        {
            yield return ExportedTensor.Of("input.mean", (double[])[.. input.Mean], input.Mean.Count);
            yield return ExportedTensor.Of("input.deviation", (double[])[.. input.Deviation], input.Deviation.Count);
        }
    }

    private static IEnumerable<ExportedTensor> Node(NetworkNode node) => node switch
    {
        ConvolutionNode c => Weights(c, c.OutChannels, c.Weights),
        DenseNode { Bias: { } bias } d => [.. Weights(d, d.Outputs, d.Weights), Vector(d, "bias", bias)],
        DenseNode d => Weights(d, d.Outputs, d.Weights),
        BatchNormNode n =>
        [
            Vector(n, "gamma", n.Gamma), Vector(n, "beta", n.Beta), Vector(n, "mean", n.Mean), Vector(n, "variance", n.Variance), Vector(n, "epsilon", [n.Epsilon]),
        ],
        ThresholdNode t => Thresholds($"{t.Name}.", t.Thresholds, t.Thresholds.Length),
        MultiThresholdNode m =>
        [
            .. Thresholds($"{m.Name}.", m.Thresholds, m.Thresholds.Length / m.PerChannel, m.PerChannel), ExportedTensor.Of($"{m.Name}.offset", (int[])[m.Offset], 1),
        ],
        _ => [],
    };

    private static IEnumerable<ExportedTensor> Weights(NetworkNode layer, int outputs, WeightSet weights)
    {
        switch (weights)
        {
            case BinarizedWeights binary:
                yield return Matrix(layer, "weight", ExportedWeights.Signs(binary));
                yield return Vector(layer, "scale", [binary.Scale]);
                break;
            case ClippedWeights clipped:
                BinarizedWeights signs = BinarizedForm.Binarize(clipped, outputs, layer.Name);
                yield return Matrix(layer, "weight", clipped.Values);
                yield return Vector(layer, "lower", [clipped.Lower]);
                yield return Vector(layer, "upper", [clipped.Upper]);
                yield return Matrix(layer, "sign", ExportedWeights.Signs(signs));
                yield return Vector(layer, "scale", [signs.Scale]);
                break;
            default:
                yield return Matrix(layer, "weight", ((RealWeights)weights).Values);
                break;
        }
    }

    private static IEnumerable<ExportedTensor> ReadOut(ReadOut readOut, string last) => readOut switch
    {
        AffineReadOut affine =>
        [
            ExportedTensor.Of($"{last}.class_scale", affine.Scale, affine.Scale.Length), ExportedTensor.Of($"{last}.class_offset", affine.Offset, affine.Offset.Length),
        ],
        HighestSetReadOut highest => Thresholds($"{last}.class_", highest.Thresholds, highest.Thresholds.Length),
        _ => [],
    };

    private static IEnumerable<ExportedTensor> Thresholds(string prefix, DotThreshold[] thresholds, params int[] shape) =>
    [
        ExportedTensor.Of($"{prefix}threshold", Array.ConvertAll(thresholds, t => t.Limit), shape),
        ExportedTensor.Of($"{prefix}at_most", Array.ConvertAll(thresholds, t => t.AtMost), shape),
    ];

    private static ExportedTensor Matrix(NetworkNode layer, string part, float[] values)
    {
        (float[] arranged, int[] shape) = ExportedWeights.Arrange(layer, values);
        return ExportedTensor.Of($"{layer.Name}.{part}", arranged, shape);
    }

    private static ExportedTensor Vector(NetworkNode node, string part, float[] values) => ExportedTensor.Of($"{node.Name}.{part}", values, values.Length);
}
