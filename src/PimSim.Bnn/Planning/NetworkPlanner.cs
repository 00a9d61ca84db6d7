using PimSim.Core;

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
                plans.Add(Start(node, plans, shapes));
            }
            else if (plans.Count == 0)
            {
                throw NotYet(node, "it comes before the first layer", "start with a convolution or a dense layer");
            }
            else
            {
                plans[^1] = Extend(plans[^1], node) with { Output = shapes[node.Name] };
            }

            previous = node.Name;
        }

        if (plans[^1] is { Norm: { } norm, HasSign: false })
        {
            throw NotYet(norm, "it has no sign after it", "end a block in sign, or leave the batch norm out");
        }

        return plans;
    }

    private static LayerPlan Start(NetworkNode node, List<LayerPlan> before, NetworkShapes shapes)
    {
        bool bits = before.Count > 0 && before[^1].HasSign;
        if (before.Count > 0 && before[^1] is { HasSign: false } open && (open.IsBinary || open.Norm is not null))
        {
            throw NotYet(node, $"no sign stands between it and '{open.Name}'", "put a sign before it");
        }

        var plan = new LayerPlan
        {
            Layer = node,
            Input = shapes[node.Inputs[0]],
            InputIsBits = bits,
            LayerOutput = shapes[node.Name],
            Output = shapes[node.Name],
        };
        return bits || !plan.IsBinary
            ? plan
            : throw NotYet(node, "it is binary and its input is not +-1", "give the first layer real weights, and every later block a sign");
    }

    private static LayerPlan Extend(LayerPlan block, NetworkNode node) => (node, block) switch
    {
        (MaxPoolNode pool, { Pool: null }) => block with
        {
            Pool = pool,
            PoolPosition = block.HasSign ? PoolPosition.AfterSign : block.Norm is null ? PoolPosition.BeforeNorm : PoolPosition.AfterNorm,
        },
        (BatchNormNode norm, { Norm: null, HasSign: false }) => block with { Norm = norm },
        (SignNode, { HasSign: false }) => block with { HasSign = true },
        _ => throw NotYet(node, $"layer '{block.Name}' cannot be followed by it", "a block is a layer, then at most one pool, one batch norm and one sign, batch norm before sign"),
    };

    private static UserErrorException NotYet(NetworkNode node, string reason, string remedy) =>
        new("PIM0420", $"node '{node.Name}' is not supported yet: {reason}", remedy: remedy);
}
