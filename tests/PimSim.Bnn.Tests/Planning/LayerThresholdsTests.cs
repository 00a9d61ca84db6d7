using CsCheck;
using PimSim.Tests;

namespace PimSim.Bnn.Tests;

/// <summary>
/// Plays the device: mismatches counted over padded positions too, thresholds by border class, then OR or AND of the
/// bits, and compares with integer maximum first and threshold after, as the evaluator does it.
/// </summary>
public sealed class LayerThresholdsTests
{
    [Fact]
    public void Thresholds_on_mismatches_then_bit_pooling_give_the_evaluators_bits()
    {
        int mixed = 0;
        Gen.ULong.ForEach(1500, seed =>
        {
            BnnNetwork network = RandomNetwork.Make(seed);
            NaiveResult result = new NaiveEvaluator(network).Run(RandomNetwork.Image(network, seed));
            for (int i = 1; i < result.Layers.Count; i++)
            {
                LayerTrace trace = result.Layers[i];
                if (trace.Plan is { IsBinary: true, HasSign: true })
                {
                    mixed += trace.Plan is { Pool: not null, Norm: not null } ? 1 : 0;
                    Assert.Equal(trace.Signs, Device(trace, result.Layers[i - 1].Signs!));
                }
            }
        });
        Assert.True(mixed > 100, "too few pooled blocks to mean anything");
    }

    [Fact]
    public void All_classes_of_a_channel_share_a_direction() =>
        Gen.ULong.ForEach(300, seed =>
        {
            foreach (LayerPlan plan in NetworkPlanner.Plan(RandomNetwork.Make(seed)).Where(p => p.IsBinary && p.HasSign))
            {
                BinarizedWeights weights = plan.Binarized();
                var thresholds = LayerThresholds.Fold(plan, weights);
                for (int c = 0; c < plan.Channels; c++)
                {
                    bool falling = plan.Norm is not null && plan.Norm.Gamma[c] < 0 && weights.Scale > 0;
                    Assert.All(Enumerable.Range(0, thresholds.Classes.Count), b => Assert.Equal(falling, thresholds[c, b].Direction));
                }
            }
        });

    private static sbyte[] Device(LayerTrace trace, sbyte[] input)
    {
        LayerPlan plan = trace.Plan;
        BinarizedWeights weights = plan.Binarized();
        var thresholds = LayerThresholds.Fold(plan, weights);
        bool[] bits = new bool[plan.LayerOutput.Count];
        for (int i = 0; i < bits.Length; i++)
        {
            int channel = i % plan.Channels;
            int position = i / plan.Channels;
            bits[i] = thresholds[channel, thresholds.Classes.ClassOf[position]].Fires(Mismatches(plan, weights, input, position, channel));
        }

        if (plan.Pool is not { } pool)
        {
            return Array.ConvertAll(bits, b => (sbyte)(b ? 1 : -1));
        }

        sbyte[] pooled = new sbyte[plan.Output.Count];
        for (int i = 0; i < pooled.Length; i++)
        {
            int channel = i % plan.Channels;
            int y = i / plan.Channels / plan.Output.Width * pool.Stride;
            int x = i / plan.Channels % plan.Output.Width * pool.Stride;
            IEnumerable<bool> window =
                from dy in Enumerable.Range(y, pool.Size)
                from dx in Enumerable.Range(x, pool.Size)
                select bits[(((dy * plan.LayerOutput.Width) + dx) * plan.Channels) + channel];
            bool and = thresholds[channel, 0].Direction && !plan.IgnoreDirection;
            pooled[i] = (sbyte)((and ? window.All(b => b) : window.Any(b => b)) ? 1 : -1);
        }

        return pooled;
    }

    private static int Mismatches(LayerPlan plan, BinarizedWeights weights, sbyte[] input, int position, int channel)
    {
        int mismatches = 0;
        for (int k = 0; k < plan.Positions; k++)
        {
            int at = (channel * plan.Positions) + k;
            bool weight = ((weights.Bits[at / 64] >> (at % 64)) & 1) == 1;
            mismatches += weight != Bit(plan, input, position, channel, k) ? 1 : 0;
        }

        return mismatches;
    }

    /// <summary>The input bit (true is -1) at position k of an output; a true 0 is held as bit 0.</summary>
    private static bool Bit(LayerPlan plan, sbyte[] input, int position, int channel, int k)
    {
        if (plan.Convolution is not { } node)
        {
            return input[k] < 0;
        }

        int depth = plan.Input.Channels / node.Groups;
        int y = (position / plan.LayerOutput.Width * node.Stride) - node.Padding + (k / depth / node.KernelWidth);
        int x = (position % plan.LayerOutput.Width * node.Stride) - node.Padding + (k / depth % node.KernelWidth);
        int source = (channel / (plan.Channels / node.Groups) * depth) + (k % depth);
        bool inside = y >= 0 && x >= 0 && y < plan.Input.Height && x < plan.Input.Width;
        return inside
            ? input[(((y * plan.Input.Width) + x) * plan.Input.Channels) + source] < 0
            : node.PaddingValue == PaddingValue.MinusOne;
    }
}
