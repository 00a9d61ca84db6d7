using PimSim.Bnn;

namespace PimSim.Interop;

/// <summary>Brings what a layer takes to whole numbers of one scale.</summary>
internal static class LayerInputs
{
    /// <summary>The layer's input.</summary>
    /// <param name="network">The network so far.</param>
    /// <param name="node">The layer.</param>
    /// <param name="value">What it takes.</param>
    /// <param name="holdsZero">Whether 0 should be one of the numbers of pixels, for a border of zeros.</param>
    /// <exception cref="PimSim.Core.UserErrorException">PIM1125: no quantizer before it. PIM1126: scales that differ. PIM1127: pixels. PIM1129: a branch.</exception>
    public static LayerInput Of(NetworkBuilder network, OnnxNode node, Activation value, bool holdsZero = false)
    {
        network.RequireHead(node, value);
        if (value is PixelActivation pixels)
        {
            (network.Levels, LayerInput input) = PixelGrid.Of(node, pixels, holdsZero);
            return input;
        }

        return value is LayerActivation { IsQuantized: true } quantized
            ? OfNumbers(network, node, quantized)
            : throw ImportFault.Of("PIM1125", node, "takes the results of another layer without a quantizer between", "put a BipolarQuant before it, or train the network with binarized activations");
    }

    private static LayerInput OfNumbers(NetworkBuilder network, OnnxNode node, LayerActivation value)
    {
        Surd[] scales = value.Scale;
        Surd scale = Magnitude(Array.Find(scales, s => s.Sign != 0) ?? Surd.One);
        if (!Array.TrueForAll(scales, s => s.Sign == 0 || Magnitude(s).Equals(scale)))
        {
            throw ImportFault.Of("PIM1126", node, "takes activations whose scales differ between channels", "use one scale for all channels of an activation");
        }

        // A scale of 0 makes a constant: its bit is held at +1, or its number at the smallest, and that is taken out of the offset.
        (int held, int limit) = value.IsBits ? (1, -IntegerThreshold.MaxPositions) : (value.Least, IntegerThreshold.MaxPositions);
        network.ChangeThresholds([.. Enumerable.Range(0, scales.Length).Where(c => scales[c].Sign == 0)], _ => new DotThreshold(limit, AtMost: false));
        return new LayerInput(
            scale,
            Array.ConvertAll(scales, s => s.Sign < 0 ? -1 : 1),
            [.. value.Offset.Select((o, c) => scales[c].Sign == 0 ? o - (scale * held) : o)],
            Math.Max(Math.Abs(value.Least), Math.Abs(value.Most)),
            value.IsBits);
    }

    private static Surd Magnitude(Surd value) => value.Sign < 0 ? -value : value;
}
