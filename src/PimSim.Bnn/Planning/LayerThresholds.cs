namespace PimSim.Bnn;

/// <summary>
/// The folded thresholds of a binary block that ends in sign, as a device holds them: one for each output channel and
/// border class. All entries of a channel have the same direction.
/// </summary>
public sealed class LayerThresholds
{
    private readonly DotThreshold[] dots;
    private readonly IntegerThreshold[] entries;

    private LayerThresholds(BorderClasses classes, DotThreshold[] dots, IntegerThreshold[] entries)
    {
        Classes = classes;
        this.dots = dots;
        this.entries = entries;
    }

    /// <summary>The layer's border classes.</summary>
    public BorderClasses Classes { get; }

    /// <summary>The thresholds on dot products, one a channel.</summary>
    public ReadOnlySpan<DotThreshold> Dots => this.dots;

    /// <summary>The threshold on the mismatch count of a channel at positions of a border class.</summary>
    public IntegerThreshold this[int channel, int borderClass] => this.entries[(channel * Classes.Count) + borderClass];

    /// <summary>Folds the batch norm (or its absence) and sign of a block.</summary>
    /// <param name="plan">A binary block with sign.</param>
    /// <param name="weights">Its <see cref="LayerPlan.Binarized"/> weights, so that they are made once.</param>
    /// <exception cref="PimSim.Core.UserErrorException">Parameters that cannot be folded.</exception>
    public static LayerThresholds Fold(LayerPlan plan, BinarizedWeights weights)
    {
        BorderClasses classes = plan.BorderClasses();
        DotThreshold[] dots = plan.FoldedThresholds(weights.Scale);
        var entries = new IntegerThreshold[plan.Channels * classes.Count];
        for (int channel = 0; channel < plan.Channels; channel++)
        {
            for (int b = 0; b < classes.Count; b++)
            {
                entries[(channel * classes.Count) + b] = plan.InputPlanes is { } planes
                    ? dots[channel].ToWeightedMismatches(planes.Top(plan.Positions, MinusSigns(weights, channel, plan.Positions)), planes.Total * plan.Positions)
                    : dots[channel].ToMismatches(classes.Positions, classes.ValidPositions(b), classes.PadMismatches(weights, channel, b));
            }
        }

        return new LayerThresholds(classes, dots, entries);
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
