using PimSim.Bnn;

namespace PimSim.Interop;

/// <summary>Quantizers of what depends on the image: tables of pixels, or thresholds after a layer.</summary>
internal static class ThresholdImport
{
    /// <summary>The quantized value.</summary>
    /// <exception cref="PimSim.Core.UserErrorException">PIM1123: values that thresholds do not give. PIM1122: parameters. PIM1129: a branch.</exception>
    public static Activation Quantize(NetworkBuilder network, OnnxNode node, Activation value, Quantizer quantizer)
    {
        int[] rules = value.Keys(node, quantizer.RuleOf(value.Shape), quantizer.AreSame);
        return Map(node, value, (c, x) => quantizer.Apply(x, rules[c])) ?? Fold(network, node, (LayerActivation)value, quantizer, rules);
    }

    /// <summary>
    /// A function of each channel that never falls or never rises, of what is a table of pixels or quantized; null for the results of a
    /// layer.
    /// </summary>
    /// <exception cref="PimSim.Core.UserErrorException">PIM1123: it bends the numbers of a quantizer.</exception>
    public static Activation? Map(OnnxNode node, Activation value, Func<int, Surd, Surd> map) => value switch
    {
        PixelActivation pixels => pixels with { Tables = [.. pixels.Tables.Select((table, c) => Array.ConvertAll(table, x => map(c, x)))] },
        LayerActivation { IsQuantized: true } numbers => Again(node, numbers, map),
        _ => null,
    };

    /// <summary>Two values stay two values; more have to stay on a line.</summary>
    private static LayerActivation Again(OnnxNode node, LayerActivation value, Func<int, Surd, Surd> map)
    {
        Surd[] scale = new Surd[value.Scale.Length];
        Surd[] offset = new Surd[scale.Length];
        for (int c = 0; c < scale.Length; c++)
        {
            Surd first = At(c, 0);
            scale[c] = (At(c, value.Count - 1) - first) * new Rational(1, value.Most - value.Least);
            offset[c] = first - (scale[c] * value.Least);
            for (int i = 1; i < value.Count - 1; i++)
            {
                if (!At(c, i).Equals((scale[c] * value.NumberAt(i)) + offset[c]))
                {
                    throw ImportFault.Of("PIM1123", node, $"makes uneven steps of the {value.Count} values of channel {c}", "quantize the results of a layer once, with the last one's levels");
                }
            }
        }

        return value with { Scale = scale, Offset = offset };

        Surd At(int channel, int index) => map(channel, value.Value(channel, value.NumberAt(index)));
    }

    private static LayerActivation Fold(NetworkBuilder network, OnnxNode node, LayerActivation value, Quantizer quantizer, int[] rules)
    {
        network.RequireHead(node, value);
        ChannelSteps[] channels = [.. Enumerable.Range(0, value.Scale.Length).Select(c =>
            ChannelSteps.Of(value, c, x => quantizer.Apply(x, rules[c]), MultiThresholdNode.MaxPerChannel + 1) ?? throw TooMany(node, c))];
        return new LevelImport(node, value, channels, Array.ConvertAll(rules, quantizer.Grid)).Fold(network);
    }

    /// <summary>PIM1123: more values than thresholds.</summary>
    public static PimSim.Core.UserErrorException TooMany(OnnxNode node, int channel) => ImportFault.Of(
        "PIM1123", node, $"gives channel {channel} more than {MultiThresholdNode.MaxPerChannel + 1} values", "quantize activations to 8 bits or fewer");
}
