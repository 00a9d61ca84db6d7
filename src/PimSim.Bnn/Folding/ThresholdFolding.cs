using PimSim.Core;

namespace PimSim.Bnn;

/// <summary>
/// Folds batch norm and sign into thresholds, exactly: the fp32 parameters are taken as rationals, the decision
/// z &gt;= 0 is made without rounding (design.md section 4), and its monotony in the layer's result finds the limit by
/// bisection.
/// </summary>
public static class ThresholdFolding
{
    /// <summary>Thresholds after a binary layer whose result is y = alpha * d.</summary>
    /// <param name="norm">The batch norm, or null for sign alone (z = y).</param>
    /// <param name="alpha">The layer's scale: finite, not negative.</param>
    /// <param name="channels">Output channels.</param>
    /// <param name="positions">K, positions of one output; d lies in -K..K.</param>
    /// <returns>One threshold a channel; AtMost where gamma * alpha is negative.</returns>
    /// <exception cref="UserErrorException">Parameters that are not finite, variance + epsilon not above 0, K too large.</exception>
    public static DotThreshold[] FoldDots(BatchNormNode? norm, float alpha, int channels, int positions)
    {
        if (!float.IsFinite(alpha) || alpha < 0)
        {
            throw new UserErrorException("PIM0415", $"the scale of a binary layer is {alpha}", remedy: "a scale is finite and not negative");
        }

        if (positions is < 0 or > IntegerThreshold.MaxPositions)
        {
            throw new UserErrorException(
                "PIM0413", $"an output of {positions} positions has no 24-bit threshold", remedy: $"at most {IntegerThreshold.MaxPositions} positions");
        }

        var thresholds = new DotThreshold[channels];
        if (norm is null)
        {
            Array.Fill(thresholds, alpha > 0 ? new DotThreshold(0, AtMost: false) : new DotThreshold(-positions, AtMost: false));
            return thresholds;
        }

        NormChecks.Require(norm, channels);
        var scale = Dyadic.From(alpha);
        for (int c = 0; c < channels; c++)
        {
            thresholds[c] = FoldDot(new ChannelNorm(norm, c), scale, positions);
        }

        return thresholds;
    }

    /// <summary>Thresholds after a real layer whose result is a finite fp32 number.</summary>
    /// <param name="norm">The batch norm, or null for sign alone.</param>
    /// <param name="channels">Output channels.</param>
    /// <returns>One threshold a channel; inverted where gamma is negative (or the output is always -1).</returns>
    /// <exception cref="UserErrorException">Parameters that are not finite, or variance + epsilon not above 0.</exception>
    public static RealThreshold[] FoldReals(BatchNormNode? norm, int channels)
    {
        var thresholds = new RealThreshold[channels];
        if (norm is null)
        {
            Array.Fill(thresholds, new RealThreshold(0f, Inverted: false));
            return thresholds;
        }

        NormChecks.Require(norm, channels);
        for (int c = 0; c < channels; c++)
        {
            thresholds[c] = FoldReal(new ChannelNorm(norm, c));
        }

        return thresholds;
    }

    private static DotThreshold FoldDot(ChannelNorm norm, Dyadic scale, int positions)
    {
        int slope = norm.Slope * scale.Sign;
        if (slope == 0)
        {
            return new DotThreshold(norm.Fires(scale * Dyadic.From(0)) ? -positions : positions + 1, AtMost: false);
        }

        bool falling = slope < 0;
        long first = FirstTrue(-positions, (long)positions + 1, d => norm.Fires(scale * Dyadic.From((int)d)) != falling);
        return falling ? new DotThreshold((int)first - 1, AtMost: true) : new DotThreshold((int)first, AtMost: false);
    }

    private static RealThreshold FoldReal(ChannelNorm norm)
    {
        if (norm.Slope == 0)
        {
            return norm.Fires(Dyadic.From(0f)) ? RealThreshold.Always : RealThreshold.Never;
        }

        bool falling = norm.Slope < 0;
        long last = OrderOf(float.MaxValue);
        long first = FirstTrue(-last, last + 1, order => norm.Fires(Dyadic.From(AtOrder(order))) != falling);
        if (first == -last)
        {
            return falling ? RealThreshold.Never : RealThreshold.Always;
        }

        if (first == last + 1)
        {
            return falling ? RealThreshold.Always : RealThreshold.Never;
        }

        return new RealThreshold(AtOrder(first), falling);
    }

    /// <summary>The first value in from..end - 1 for which a rising predicate holds, or end.</summary>
    private static long FirstTrue(long from, long end, Predicate<long> holds)
    {
        while (from < end)
        {
            long middle = from + ((end - from) / 2);
            if (holds(middle))
            {
                end = middle;
            }
            else
            {
                from = middle + 1;
            }
        }

        return from;
    }

    // Finite fp32 numbers in rising order as consecutive integers around 0; +0 and -0 are the one number 0.
    private static long OrderOf(float positive) => BitConverter.SingleToInt32Bits(positive);

    private static float AtOrder(long order) =>
        order >= 0 ? BitConverter.Int32BitsToSingle((int)order) : -BitConverter.Int32BitsToSingle((int)-order);
}
