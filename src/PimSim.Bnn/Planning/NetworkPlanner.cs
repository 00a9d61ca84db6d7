using PimSim.Core;
using PimSim.Driver;

namespace PimSim.Bnn;

/// <summary>Cuts a chain network into blocks: layer, then at most one pool, one batch norm and one sign, in the usual orders.</summary>
public static class NetworkPlanner
{
    /// <summary>The blocks of <paramref name="network"/>, first to last.</summary>
    /// <exception cref="UserErrorException">
    /// The network is wrong (PIM0400 to PIM0419), or it is right but of a form that is not supported yet (PIM0420), which
    /// names the node.
    /// </exception>
    public static IReadOnlyList<LayerPlan> Plan(BnnNetwork network)
    {
        NetworkShapes shapes = NetworkShapes.Infer(network);
        var plans = new List<LayerPlan>();
        string previous = BnnNetwork.InputName;
        foreach (NetworkNode node in network.Nodes)
        {
            if (!string.Equals(node.Inputs[0], previous, StringComparison.Ordinal))
            {
                throw NotYet(node, $"it branches off from '{node.Inputs[0]}', and only chains are", $"let it take '{previous}'");
            }

            if (node is ConvolutionNode or DenseNode)
            {
                plans.Add(Start(node, plans, shapes, network.Input));
            }
            else if (plans.Count == 0)
            {
                throw NotYet(node, "it comes before the first layer", "start with a convolution or a dense layer");
            }
            else
            {
                plans[^1] = Extend(Checked(plans[^1], node), node) with { Output = shapes[node.Name] };
            }

            previous = node.Name;
        }

        if (plans[^1] is { Norm: { } norm, HasSign: false })
        {
            throw NotYet(norm, "it has no sign after it", "end a block in sign, or leave the batch norm out");
        }

        return plans;
    }

    private static LayerPlan Start(NetworkNode node, List<LayerPlan> before, NetworkShapes shapes, InputEncoding encoding)
    {
        bool isReal = node is ConvolutionNode { Weights: RealWeights } or DenseNode { Weights: RealWeights };
        bool bits = before.Count > 0 ? before[^1].HasSign : !isReal && encoding.IsSigns;
        BitPlanes? planes = isReal ? null : before.Count > 0 ? before[^1].OutputPlanes : encoding.Planes;
        if (before.Count > 0 && before[^1] is { HasThresholds: false } open && (open.IsBinary || open.Norm is not null))
        {
            throw NotYet(node, $"no sign stands between it and '{open.Name}'", "put a sign before it");
        }

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
            : throw NotYet(node, "it is binary and its input is real numbers", "give the first layer real weights or the input whole numbers, and every later block a sign");
    }

    private static LayerPlan Extend(LayerPlan block, NetworkNode node) => (node, block) switch
    {
        (MaxPoolNode pool, { Pool: null }) => block with
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
        _ => throw NotYet(node, $"layer '{block.Name}' cannot be followed by it", "a block is a layer, then at most one pool, one batch norm and one sign, batch norm before sign, or thresholds instead of both"),
    };

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

    private static UserErrorException NotYet(NetworkNode node, string reason, string remedy) =>
        new("PIM0420", $"node '{node.Name}' is not supported yet: {reason}", remedy: remedy);
}
