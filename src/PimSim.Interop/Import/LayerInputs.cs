using PimSim.Bnn;

namespace PimSim.Interop;

/// <summary>Brings what a layer takes to whole numbers of one scale.</summary>
internal static class LayerInputs
{
    /// <summary>The layer's input.</summary>
    /// <exception cref="PimSim.Core.UserErrorException">PIM1125: no quantizer before it. PIM1126: scales that differ. PIM1127: pixels. PIM1129: a branch.</exception>
    public static LayerInput Of(NetworkBuilder network, OnnxNode node, Activation value)
    {
        network.RequireHead(node, value);
        if (value is PixelActivation pixels)
        {
            (network.Levels, LayerInput input) = PixelGrid.Of(node, pixels);
            return input;
        }

        return value is LayerActivation { IsBits: true } bits
            ? OfBits(network, node, bits)
            : throw ImportFault.Of("PIM1125", node, "takes the results of another layer without a quantizer between", "put a BipolarQuant before it, or train the network with binarized activations");
    }

    private static LayerInput OfBits(NetworkBuilder network, OnnxNode node, LayerActivation bits)
    {
        Surd[] scales = bits.Scale;
        Surd scale = Magnitude(Array.Find(scales, s => s.Sign != 0) ?? Surd.One);
        if (!Array.TrueForAll(scales, s => s.Sign == 0 || Magnitude(s).Equals(scale)))
        {
            throw ImportFault.Of("PIM1126", node, "takes activations whose scales differ between channels", "use one scale for all channels of an activation");
        }

        // A scale of 0 makes a constant: its bit is held at +1 and taken out of the offset.
        network.ChangeThresholds(
            [.. Enumerable.Range(0, scales.Length).Where(c => scales[c].Sign == 0)], _ => new DotThreshold(-IntegerThreshold.MaxPositions, AtMost: false));
        return new LayerInput(
            scale,
            Array.ConvertAll(scales, s => s.Sign < 0 ? -1 : 1),
            [.. bits.Offset.Select((o, c) => scales[c].Sign == 0 ? o - scale : o)],
            Magnitude: 1);
    }

    private static Surd Magnitude(Surd value) => value.Sign < 0 ? -value : value;
}
