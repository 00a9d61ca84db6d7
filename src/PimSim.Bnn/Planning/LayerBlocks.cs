using PimSim.Core;
using PimSim.Driver;

namespace PimSim.Bnn;

/// <summary>Which nodes behind a layer belong to its block, and whether the layer can take its input.</summary>
internal static class LayerBlocks
{
    /// <summary>A block of the layer alone.</summary>
    /// <param name="node">The layer.</param>
    /// <param name="input">What it takes.</param>
    /// <param name="shapes">Shapes of the network.</param>
    /// <param name="encoding">How pixels become numbers.</param>
    /// <exception cref="UserErrorException">PIM0420, PIM0413, PIM1084: it cannot take that.</exception>
    public static LayerPlan Start(NetworkNode node, NetworkValue input, NetworkShapes shapes, InputEncoding encoding)
    {
        bool isReal = IsReal(node);
        bool isInput = string.Equals(input.Node, BnnNetwork.InputName, StringComparison.Ordinal);
        bool bits = isInput ? !isReal && encoding.IsSigns : input.Kind == ValueKind.Bits;
        BitPlanes? planes = isReal ? null : isInput ? encoding.Planes : input.Planes;
        var plan = new LayerPlan
        {
            Layer = node,
            Input = shapes[node.Inputs[0]],
            InputIsBits = bits,
            InputPlanes = planes,
            LayerOutput = shapes[node.Name],
            Output = shapes[node.Name],
        };
        if (planes is not null)
        {
            CheckPlanes(plan, planes);
        }

        return bits || isReal || planes is not null
            ? plan
            : throw NotYet(node, "it is binary and its input is real numbers", "give the first layer real weights or the input whole numbers, and put a sign before every other binary layer");
    }

    public static bool IsReal(NetworkNode layer) => layer is ConvolutionNode { Weights: RealWeights } or DenseNode { Weights: RealWeights };

    /// <summary>The longest block from <paramref name="start"/> on that ends in bits, whole numbers or the layer's results, and its nodes.</summary>
    public static (LayerPlan Block, List<NetworkNode> Nodes) Grow(LayerPlan start, NetworkConsumers consumers, NetworkShapes shapes)
    {
        var taken = new List<NetworkNode> { start.Layer };
        (LayerPlan block, int kept) = (start, 1);
        LayerPlan? longer = start;
        while (longer is not null)
        {
            if (longer.HasThresholds || (longer.Norm is null && (longer.Pool is null || !longer.IsBinary || consumers.IsLast(taken[^1].Name))))
            {
                (block, kept) = (longer, taken.Count);
            }

            IReadOnlyList<NetworkNode> next = consumers.Of(taken[^1].Name);
            longer = next.Count == 1 ? Extend(Checked(longer, next[0]), next[0], shapes) : null;
            if (longer is not null)
            {
                taken.Add(next[0]);
            }
        }

        return (block, taken[..kept]);
    }

    public static UserErrorException NotYet(NetworkNode node, string reason, string remedy) =>
        new("PIM0420", $"node '{node.Name}' is not supported yet: {reason}", remedy: remedy);

    private static LayerPlan? Extend(LayerPlan block, NetworkNode node, NetworkShapes shapes)
    {
        LayerPlan? longer = (node, block) switch
        {
            (MaxPoolNode { Padding: 0 } pool, { Pool: null }) => block with
            {
                Pool = pool,
                PoolPosition = block.HasThresholds ? PoolPosition.AfterSign : block.Norm is null ? PoolPosition.BeforeNorm : PoolPosition.AfterNorm,
            },
            (BatchNormNode norm, { Norm: null, HasThresholds: false }) => block with { Norm = norm },
            (SignNode, { HasThresholds: false }) => block with { HasSign = true },
            (ThresholdNode given, { Norm: null, HasThresholds: false }) => block with { Thresholds = given.Thresholds, HasSign = true },
            (MultiThresholdNode given, { Norm: null, HasThresholds: false }) => block with
            {
                Thresholds = given.Thresholds,
                PerChannel = given.PerChannel,
                OutputPlanes = BitPlanes.Holding(given.Offset, given.Offset + given.PerChannel),
            },
            _ => null,
        };
        return longer is null ? null : longer with { Output = shapes[node.Name] };
    }

    /// <summary>Thresholds are on whole numbers, which the block must give.</summary>
    private static LayerPlan Checked(LayerPlan block, NetworkNode node) => node is not (ThresholdNode or MultiThresholdNode) || block.Weights is BinarizedWeights { Scale: 1f }
        ? block
        : throw new UserErrorException(
            "PIM1081", $"node '{node.Name}' has integer thresholds, but layer '{block.Name}' before it gives no whole numbers", remedy: "give the layer signs as weights, with scale 1");

    private static void CheckPlanes(LayerPlan plan, BitPlanes planes)
    {
        if (Math.Max(plan.DotBound, (long)planes.Total * plan.Positions) > IntegerThreshold.MaxPositions)
        {
            throw new UserErrorException(
                "PIM0413", $"layer '{plan.Name}' sums {plan.Positions} inputs of {planes.Count} bits, which has no 24-bit threshold", remedy: "give the input fewer bits");
        }

        if (plan.Convolution is { Padding: > 0 } c && !planes.Holds(PadLevel(c)))
        {
            throw new UserErrorException(
                "PIM1084", $"layer '{plan.Name}' pads with {PadLevel(c)}, which its input of {planes.Count} bits from {planes.Offset} on cannot hold", remedy: "pad with a value within the input's range");
        }
    }

    private static int PadLevel(ConvolutionNode c) => c.PaddingValue switch { PaddingValue.PlusOne => 1, PaddingValue.MinusOne => -1, _ => 0 };
}
