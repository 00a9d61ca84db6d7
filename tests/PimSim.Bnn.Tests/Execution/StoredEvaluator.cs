using PimSim.Device;

namespace PimSim.Bnn.Tests;

/// <summary>
/// What a network does whose binary layers are given by stored signs and threshold entries, with plain loops over
/// mismatch counts; real layers as <see cref="NaiveEvaluator"/> has them. Unlike a network it can hold thresholds
/// that were not folded from its weights.
/// </summary>
internal sealed class StoredEvaluator
{
    private readonly BnnNetwork network;
    private readonly LayerPlan[] plans;
    private readonly BorderClasses[] classes;

    public StoredEvaluator(BnnNetwork network)
    {
        this.network = network;
        plans = [.. NetworkPlanner.Plan(network)];
        classes = [.. plans.Select(p => p.BorderClasses())];
        Signs = [.. plans.Select(p => p.IsBinary ? Unpack(p.Binarized()) : [])];
        Entries = [.. plans.Select((p, l) => p.IsBinary && p.HasSign ? Fold(p, l) : [])];
        Tails = [.. plans.Select(p => new int[p.Channels])];
    }

    public IReadOnlyList<LayerPlan> Plans => plans;

    /// <summary>By layer: channels x patch elements, true is -1.</summary>
    public bool[][] Signs { get; }

    /// <summary>By layer: border classes x channels.</summary>
    public ThresholdEntry[][] Entries { get; }

    /// <summary>By layer and channel: mismatches that every count has on top.</summary>
    public int[][] Tails { get; }

    /// <summary>What an accumulator makes of a count.</summary>
    public Func<int, int> Limit { get; init; } = m => m;

    public int ClassCount(int layer) => classes[layer].Count;

    public float[] Run(byte[] pixels)
    {
        float[]? reals = new float[pixels.Length];
        sbyte[]? signs = null;
        for (int i = 0; i < pixels.Length; i++)
        {
            reals[i] = this.network.Input.Encode(pixels[i], i % this.network.Input.Channels);
        }

        for (int l = 0; l < plans.Length; l++)
        {
            if (plans[l].IsBinary && plans[l].HasSign)
            {
                (signs, reals) = (Decide(l, signs!), null);
            }
            else if (plans[l].IsBinary)
            {
                (reals, signs) = (Scores(l, signs!), null);
            }
            else
            {
                LayerTrace trace = new NaiveBlock(plans[l]).Run(signs, reals);
                (signs, reals) = (trace.Signs, trace.PooledReals);
            }
        }

        return reals ?? throw new InvalidOperationException("the network ends in a sign");
    }

    /// <summary>Dot products; a pool here can only skip positions.</summary>
    private float[] Scores(int layer, sbyte[] input)
    {
        LayerPlan p = plans[layer];
        int stride = p.Pool?.Stride ?? 1;
        return [.. Enumerable.Range(0, p.Output.Count).Select(i =>
        {
            int window = i / p.Channels;
            int position = (window / p.Output.Width * stride * p.LayerOutput.Width) + (window % p.Output.Width * stride);
            return (float)(p.Positions - (2 * Count(layer, input, position, i % p.Channels)));
        })];
    }

    private sbyte[] Decide(int layer, sbyte[] input)
    {
        LayerPlan p = plans[layer];
        int size = p.Pool?.Size ?? 1;
        int stride = p.Pool?.Stride ?? 1;
        sbyte[] result = new sbyte[p.Output.Count];
        for (int i = 0; i < result.Length; i++)
        {
            int channel = i % p.Channels;
            int y = i / p.Channels / p.Output.Width * stride;
            int x = i / p.Channels % p.Output.Width * stride;
            int[] places = [.. Enumerable.Range(0, size * size).Select(k => ((y + (k / size)) * p.LayerOutput.Width) + x + (k % size))];
            bool[] fires = [.. places.Select(place => Entry(layer, place, channel).Fires(Count(layer, input, place, channel)))];
            bool all = Entry(layer, places[0], channel).Direction && !p.IgnoreDirection;
            result[i] = (sbyte)((all ? fires.All(f => f) : fires.Any(f => f)) ? 1 : -1);
        }

        return result;
    }

    private ThresholdEntry Entry(int layer, int position, int channel) =>
        Entries[layer][(classes[layer].ClassOf[position] * plans[layer].Channels) + channel];

    /// <summary>Mismatches at an output position; a border of true 0 is bit 0, as the device loads it.</summary>
    private int Count(int layer, sbyte[] input, int position, int channel)
    {
        LayerPlan p = plans[layer];
        ConvolutionNode? c = p.Convolution;
        int mismatches = Tails[layer][channel];
        int depth = p.Input.Channels / (c?.Groups ?? 1);
        int group = c is null ? 0 : channel / (p.Channels / c.Groups);
        for (int k = 0; k < p.Positions; k++)
        {
            int tap = k / depth;
            int width = c?.KernelWidth ?? p.Input.Width;
            int y = (c is null ? 0 : (position / p.LayerOutput.Width * c.Stride) - c.Padding) + (tap / width);
            int x = (c is null ? 0 : (position % p.LayerOutput.Width * c.Stride) - c.Padding) + (tap % width);
            bool inside = y >= 0 && y < p.Input.Height && x >= 0 && x < p.Input.Width;
            bool minus = inside
                ? input[(((y * p.Input.Width) + x) * p.Input.Channels) + (group * depth) + (k % depth)] < 0
                : c!.PaddingValue == PaddingValue.MinusOne;
            mismatches += minus != Signs[layer][(channel * p.Positions) + k] ? 1 : 0;
        }

        return Limit(mismatches);
    }

    private ThresholdEntry[] Fold(LayerPlan plan, int layer)
    {
        var folded = LayerThresholds.Fold(plan, plan.Binarized());
        return [.. Enumerable.Range(0, classes[layer].Count * plan.Channels).Select(i =>
        {
            IntegerThreshold t = folded[i % plan.Channels, i / plan.Channels];
            return new ThresholdEntry(t.Limit, t.Direction);
        })];
    }

    private static bool[] Unpack(BinarizedWeights weights) =>
        [.. Enumerable.Range(0, weights.Count).Select(i => ((weights.Bits[i / 64] >> (i % 64)) & 1) != 0)];
}
