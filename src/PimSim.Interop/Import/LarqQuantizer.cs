using PimSim.Bnn;

namespace PimSim.Interop;

/// <summary>LceQuantize: at least 0 is +1, below is -1.</summary>
internal static class LarqQuantizer
{
    /// <summary>The signs.</summary>
    public static Activation Sign(NetworkBuilder network, OnnxNode node, Activation value) => value is LayerActivation { IsReal: true } reals
        ? OfReals(network, node, reals)
        : ThresholdImport.Quantize(network, node, value, new BipolarQuantizer(node, new OnnxConstant([], [Surd.One])));

    private static LayerActivation OfReals(NetworkBuilder network, OnnxNode node, LayerActivation reals)
    {
        network.RequireHead(node, reals);
        Surd[] scale = [.. reals.Scale.Select((s, c) => Constant(reals.Range?[c]) is null ? s : Surd.Zero)];
        Surd[] offset = [.. reals.Offset.Select((o, c) => Constant(reals.Range?[c]) ?? o)];
        string name = network.NameFor(node);
        network.Nodes.Add(RealNorm.Of($"{name} limit", network.Last, scale, offset));
        network.Nodes.Add(new SignNode { Name = name, Inputs = network.Last });
        return reals with
        {
            Node = network.LastIndex,
            IsReal = false,
            IsQuantized = true,
            Least = -1,
            Most = 1,
            Step = 2,
            Range = null,
            Scale = Array.ConvertAll(scale, _ => Surd.One),
            Offset = Array.ConvertAll(scale, _ => Surd.Zero),
        };
    }

    /// <summary>A value with the sign that all values of a range have, or null where they have both.</summary>
    private static Surd? Constant(ValueRange? range) => range?.Least is { Sign: >= 0 } ? Surd.One : range?.Most is { Sign: < 0 } ? -Surd.One : null;
}
