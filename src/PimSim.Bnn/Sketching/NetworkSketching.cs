using PimSim.Core;

namespace PimSim.Bnn;

/// <summary>
/// Network sketching: layers with real weights whose input is bits become binary layers, one for each base, whose dot products are scaled by
/// channel and added. Nothing is trained.
/// </summary>
public static class NetworkSketching
{
    /// <summary>Sketches layers of a network; the others stay.</summary>
    /// <exception cref="UserErrorException">
    /// PIM1180: bits out of range; PIM1181: a layer that cannot be sketched; PIM1182: no layer that can; PIM1183: batch norms that cannot be
    /// estimated; those of a network that is wrong.
    /// </exception>
    public static SketchedNetwork Run(BnnNetwork network, SketchOptions options, CancellationToken cancellationToken)
    {
        if (options.Bits is < 1 or > SketchOptions.MaxBits)
        {
            throw new UserErrorException("PIM1180", $"a sketch of {options.Bits} bits", remedy: $"take 1 to {SketchOptions.MaxBits}");
        }

        NetworkPlan plan = NetworkPlanner.PlanSteps(network);
        LayerPlan[] blocks = Chosen(network, plan, options.Layers);
        var sketches = new Dictionary<string, WeightSketch>(StringComparer.Ordinal);
        foreach (LayerPlan block in blocks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            sketches.Add(block.Name, WeightSketch.Of(((RealWeights)block.Weights).Values, block.Channels, options.Bits, options.Method));
        }

        IReadOnlyDictionary<string, BatchNormNode> norms = options.NormImages is { } images
            ? NormEstimation.Run(network, plan, sketches, images, cancellationToken)
            : new Dictionary<string, BatchNormNode>(StringComparer.Ordinal);
        var writer = new SketchWriter(network, norms);
        foreach (LayerPlan block in blocks)
        {
            writer.Replace(block, sketches[block.Name]);
        }

        return new SketchedNetwork(
            writer.Network(),
            [
                .. blocks.Select(b => new LayerSketch(
                    b.Name, sketches[b.Name], AssociativeTree.Of(sketches[b.Name], Groups(b)), writer.IsFolded(b.Name), b.Norm is { } norm && norms.ContainsKey(norm.Name))
                {
                    Groups = Groups(b),
                    OutputPositions = b.LayerOutput.Height * b.LayerOutput.Width,
                }),
            ]);
    }

    private static int Groups(LayerPlan block) => block.Convolution?.Groups ?? 1;

    private static LayerPlan[] Chosen(BnnNetwork network, NetworkPlan plan, IReadOnlyList<string>? names)
    {
        LayerStep[] able = [.. plan.Steps.OfType<LayerStep>().Where(s => !s.Plan.IsBinary && s.Plan.InputIsBits)];
        string remedy = able.Length == 0 ? "train a network with real weights and signs as activations: train --binarize none" : $"layers that can be: {string.Join(", ", able.Select(s => s.Name))}";
        foreach (string name in names ?? [])
        {
            if (!able.Any(s => string.Equals(s.Name, name, StringComparison.Ordinal)))
            {
                LayerPlan? block = plan.Steps.OfType<LayerStep>().FirstOrDefault(s => string.Equals(s.Name, name, StringComparison.Ordinal))?.Plan;
                string reason = block is null ? "it is no layer" : block.IsBinary ? "its weights are signs already" : "its input is numbers, not signs";
                throw new UserErrorException("PIM1181", $"'{name}' of network '{network.Name}' cannot be sketched: {reason}", remedy: remedy);
            }
        }

        LayerPlan[] chosen =
        [
            .. able.Where(s => names is null ? s.Output != plan.Result : names.Contains(s.Name, StringComparer.Ordinal)).Select(s => s.Plan),
        ];
        return chosen.Length > 0
            ? chosen
            : throw new UserErrorException("PIM1182", $"network '{network.Name}' has no layer of real weights between signs, the last one left out", remedy: remedy);
    }
}
