using PimSim.Bnn;

namespace PimSim.Interop;

/// <summary>
/// Quantizers after a layer: thresholds on its whole numbers. A quantizer's values lie on a grid; two of them become bits, more the
/// count of several thresholds.
/// </summary>
internal sealed class LevelImport
{
    private const int MostOffset = 1 << 16;

    private readonly OnnxNode node;
    private readonly LayerActivation source;
    private readonly ChannelSteps[] steps;
    private readonly (Surd Origin, Surd Step)[] grids;

    /// <param name="node">The quantizer.</param>
    /// <param name="source">What it takes.</param>
    /// <param name="steps">The values of each channel.</param>
    /// <param name="grids">What values are made of: the origin of a channel plus a multiple of its step, which is not negative.</param>
    public LevelImport(OnnxNode node, LayerActivation source, ChannelSteps[] steps, (Surd Origin, Surd Step)[] grids)
    {
        (this.node, this.source, this.steps, this.grids) = (node, source, steps, grids);
    }

    /// <summary>Adds the thresholds to a network; what they mean.</summary>
    /// <exception cref="PimSim.Core.UserErrorException">PIM1123: more values than thresholds can tell apart.</exception>
    public LayerActivation Fold(NetworkBuilder network)
    {
        int[] used = [.. this.steps.SelectMany((s, c) => grids[c].Step.Sign == 0 ? [] : s.Values.Select(v => Number(c, v))).Distinct().Order()];
        if (used.Length > 2)
        {
            return Levels(network, used[0], used[^1]);
        }

        (int low, int high) = used.Length switch { 0 => (0, 1), 1 => Alone(used[0]), _ => (used[0], used[1]) };
        return Bits(network, low, high);
    }

    private LayerActivation Bits(NetworkBuilder network, int low, int high)
    {
        network.Nodes.Add(new ThresholdNode
        {
            Name = network.NameFor(this.node),
            Inputs = network.Last,
            Thresholds = [.. this.steps.Select((_, c) => Threshold(c, high))],
        });
        Rational half = new(high - low, 2);
        Rational middle = new((long)low + high, 2);
        return Result(network, new LevelRange(-1, 1, 2), step => step * half, step => step * middle);
    }

    private LayerActivation Levels(NetworkBuilder network, int least, int most)
    {
        long count = (long)most - least;
        if (count > MultiThresholdNode.MaxPerChannel)
        {
            throw ThresholdImport.TooMany(this.node, Array.FindIndex(this.steps, s => s.Count > 1));
        }

        // Zero is the number 0 where that is possible, which padding asks for.
        int shift = Math.Abs((long)least) <= MostOffset ? 0 : least;
        network.Nodes.Add(new MultiThresholdNode
        {
            Name = network.NameFor(this.node),
            Inputs = network.Last,
            PerChannel = (int)count,
            Offset = least - shift,
            Thresholds = [.. this.steps.SelectMany((_, c) => Enumerable.Range(least + 1, (int)count).Select(level => Threshold(c, level)))],
        });
        return Result(network, new LevelRange(least - shift, most - shift, 1), step => step, step => step * shift);
    }

    private LayerActivation Result(NetworkBuilder network, LevelRange range, Func<Surd, Surd> scale, Func<Surd, Surd> offset) => this.source with
    {
        Node = network.LastIndex,
        IsQuantized = true,
        Least = range.Least,
        Most = range.Most,
        Step = range.Step,
        Range = null,
        Scale = [.. grids.Select(g => scale(g.Step))],
        Offset = [.. grids.Select((g, c) => g.Step.Sign == 0 ? this.steps[c].Low : g.Origin + offset(g.Step))],
    };

    /// <summary>A second number for one that all channels have: towards 0, which is the negative where bits are +-1.</summary>
    private (int Low, int High) Alone(int number)
    {
        (Surd origin, Surd step) = Array.Find(grids, g => g.Step.Sign != 0);
        return (origin + (step * number)).Sign > 0 ? (number - 1, number) : (number, number + 1);
    }

    private int Number(int channel, Surd value) => (int)((value - grids[channel].Origin) / grids[channel].Step).Fraction!.Value.Numerator;

    /// <summary>Fires from a number on.</summary>
    private DotThreshold Threshold(int channel, int number)
    {
        (Surd origin, Surd step) = grids[channel];
        return step.Sign == 0 ? new DotThreshold(this.source.Most + 1, AtMost: false) : this.steps[channel].AtLeast(origin + (step * number));
    }

    /// <summary>The numbers that a node gives.</summary>
    private readonly record struct LevelRange(int Least, int Most, int Step);
}
