namespace PimSim.Bnn;

/// <summary>
/// The folded thresholds of a binary block that ends in sign, as a device holds them: one for each output channel and
/// border class. All entries of a channel have the same direction.
/// </summary>
public sealed class LayerThresholds
{
    private readonly DotThreshold[] dots;
    private readonly IntegerThreshold[] entries;

    private LayerThresholds(BorderClasses classes, int perChannel, DotThreshold[] dots, IntegerThreshold[] entries)
    {
        PerChannel = perChannel;
        Classes = classes;
        this.dots = dots;
        this.entries = entries;
    }

    /// <summary>The layer's border classes.</summary>
    public BorderClasses Classes { get; }

    /// <summary>Thresholds of each channel.</summary>
    public int PerChannel { get; }

    /// <summary>The thresholds on dot products, channels x <see cref="PerChannel"/>.</summary>
    public ReadOnlySpan<DotThreshold> Dots => this.dots;

    /// <summary>A threshold on the mismatch count of a channel at positions of a border class.</summary>
    public IntegerThreshold this[int channel, int borderClass, int threshold = 0] => this.entries[(((channel * PerChannel) + threshold) * Classes.Count) + borderClass];

    /// <summary>Folds the batch norm (or its absence) and sign of a block, or takes its thresholds.</summary>
    /// <param name="plan">A binary block with thresholds.</param>
    /// <param name="weights">Its <see cref="LayerPlan.Binarized"/> weights, so that they are made once.</param>
    /// <exception cref="PimSim.Core.UserErrorException">Parameters that cannot be folded.</exception>
    public static LayerThresholds Fold(LayerPlan plan, BinarizedWeights weights)
    {
        BorderClasses classes = plan.BorderClasses();
        DotThreshold[] dots = plan.FoldedThresholds(weights.Scale);
        var entries = new IntegerThreshold[dots.Length * classes.Count];
        for (int channel = 0; channel < plan.Channels; channel++)
        {
            for (int b = 0; b < classes.Count; b++)
            {
                Func<DotThreshold, IntegerThreshold> fold = OnMismatches(plan, weights, classes, channel, b);
                for (int t = channel * plan.PerChannel; t < (channel + 1) * plan.PerChannel; t++)
                {
                    entries[(t * classes.Count) + b] = fold(dots[t]);
                }
            }
        }

        return new LayerThresholds(classes, plan.PerChannel, dots, entries);
    }

    private static Func<DotThreshold, IntegerThreshold> OnMismatches(LayerPlan plan, BinarizedWeights weights, BorderClasses classes, int channel, int borderClass)
    {
        if (plan.InputPlanes is { } planes)
        {
            int top = planes.Top(plan.Positions, MinusSigns(weights, channel, plan.Positions));
            return dot => dot.ToWeightedMismatches(top, planes.Total * plan.Positions);
        }

        int valid = classes.ValidPositions(borderClass);
        int padMismatches = classes.PadMismatches(weights, channel, borderClass);
        return dot => dot.ToMismatches(classes.Positions, valid, padMismatches);
    }

    private static int MinusSigns(BinarizedWeights weights, int channel, int positions)
    {
        int minus = 0;
        for (int i = channel * positions; i < (channel + 1) * positions; i++)
        {
            minus += (int)(weights.Bits[i / 64] >> (i % 64)) & 1;
        }

        return minus;
    }
}
