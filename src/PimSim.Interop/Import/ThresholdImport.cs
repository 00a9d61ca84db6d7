using PimSim.Bnn;

namespace PimSim.Interop;

/// <summary>Quantizers of what depends on the image: tables of pixels, or thresholds after a layer.</summary>
internal static class ThresholdImport
{
    /// <summary>The quantized value.</summary>
    /// <exception cref="PimSim.Core.UserErrorException">PIM1123: more than two values after a layer. PIM1122: parameters. PIM1129: a branch.</exception>
    public static Activation Quantize(NetworkBuilder network, OnnxNode node, Activation value, Quantizer quantizer)
    {
        int[] rules = value.Keys(node, quantizer.RuleOf(value.Shape), quantizer.AreSame);
        return value switch
        {
            PixelActivation pixels => pixels with { Tables = [.. pixels.Tables.Select((table, c) => Array.ConvertAll(table, x => quantizer.Apply(x, rules[c])))] },
            LayerActivation { IsBits: true } bits => Again(bits, (c, x) => quantizer.Apply(x, rules[c])),
            _ => Fold(network, node, (LayerActivation)value, (c, x) => quantizer.Apply(x, rules[c])),
        };
    }

    /// <summary>Two values stay two values.</summary>
    private static LayerActivation Again(LayerActivation bits, Func<int, Surd, Surd> map)
    {
        Surd[] scale = new Surd[bits.Scale.Length];
        Surd[] offset = new Surd[scale.Length];
        for (int c = 0; c < scale.Length; c++)
        {
            Surd low = map(c, bits.Value(c, -1));
            Surd high = map(c, bits.Value(c, 1));
            (scale[c], offset[c]) = (Half(high - low), Half(high + low));
        }

        return bits with { Scale = scale, Offset = offset };
    }

    private static LayerActivation Fold(NetworkBuilder network, OnnxNode node, LayerActivation value, Func<int, Surd, Surd> map)
    {
        network.RequireHead(node, value);
        Channel[] channels = [.. Enumerable.Range(0, value.Scale.Length).Select(c => Channel.Of(node, value, x => map(c, x), c))];
        Channel? model = Array.Find(channels, c => !c.IsConstant) ?? Array.Find(channels, c => c.Low.Sign != 0)?.Symmetric();
        network.Nodes.Add(new ThresholdNode
        {
            Name = network.NameFor(node),
            Inputs = network.Last,
            Thresholds = Array.ConvertAll(channels, c => c.IsConstant ? c.Constant(value.Bound, model) : c.Threshold),
        });
        Surd scale = model is null ? Surd.One : Half(model.High - model.Low);
        return value with
        {
            Node = network.LastIndex,
            IsBits = true,
            Bound = 1,
            Step = 2,
            Scale = Array.ConvertAll(channels, c => c.IsConstant ? scale : Half(c.High - c.Low)),
            Offset = Array.ConvertAll(channels, c => !c.IsConstant ? Half(c.High + c.Low) : c.IsLow(model) ? c.Low + scale : c.Low - scale),
        };
    }

    private static Surd Half(Surd value) => value * new Rational(1, 2);

    /// <summary>The two values that a channel takes; the same twice where it is constant.</summary>
    private sealed record Channel(Surd Low, Surd High, DotThreshold Threshold)
    {
        public bool IsConstant => Low.Equals(High);

        /// <summary>A constant and its negative.</summary>
        public Channel Symmetric() => Low.Sign < 0 ? this with { High = -Low } : this with { Low = -High };

        public static Channel Of(OnnxNode node, LayerActivation value, Func<Surd, Surd> map, int channel)
        {
            int last = 2 * value.Bound / value.Step;
            Surd first = At(0);
            Surd end = At(last);
            int from = 0;
            int to = last;
            while (to - from > 1)
            {
                int middle = from + ((to - from) / 2);
                (from, to) = At(middle).Equals(first) ? (middle, to) : (from, middle);
            }

            if (!first.Equals(end) && !At(to).Equals(end))
            {
                throw ImportFault.Of(
                    "PIM1123", node, $"gives channel {channel} more than two values, of which one is {At(to)}", "quantize activations to 1 bit (BipolarQuant, or MultiThreshold with one threshold); only pixels may have more");
            }

            bool rises = first.CompareTo(end) <= 0;
            return rises
                ? new Channel(first, end, new DotThreshold(NumberAt(to), AtMost: false))
                : new Channel(end, first, new DotThreshold(NumberAt(from), AtMost: true));

            int NumberAt(int index) => (index * value.Step) - value.Bound;

            Surd At(int index) => map(value.Value(channel, NumberAt(index)));
        }

        /// <summary>Whether a constant is the lower of the other channels' values.</summary>
        public bool IsLow(Channel? model) => model is not null && Low.Equals(model.Low);

        public DotThreshold Constant(int bound, Channel? model) => new(IsLow(model) ? bound + 1 : -bound, AtMost: false);
    }
}
