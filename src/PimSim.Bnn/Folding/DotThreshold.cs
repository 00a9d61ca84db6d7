namespace PimSim.Bnn;

/// <summary>A threshold on a dot product d of +-1 values; the same for every border class of a channel.</summary>
/// <param name="Limit">The limit; folding gives -K - 1 to K + 1.</param>
/// <param name="AtMost">False: +1 iff d &gt;= Limit. True: +1 iff d &lt;= Limit.</param>
public readonly record struct DotThreshold(int Limit, bool AtMost)
{
    /// <summary>Fires iff at least <paramref name="matches"/> of <paramref name="positions"/> bits are equal (a popcount of XNOR): d = 2 matches - K.</summary>
    /// <param name="matches">The least number of matches; any value: below 1 the output is always +1, above K never.</param>
    /// <param name="positions">K.</param>
    public static DotThreshold OfMatches(long matches, int positions) =>
        new((int)((2 * Math.Clamp(matches, 0, positions + 1L)) - positions), AtMost: false);

    /// <summary>Whether the output is +1.</summary>
    public bool Fires(int dot) => AtMost ? dot <= Limit : dot >= Limit;

    /// <summary>
    /// The same threshold on mismatches m = (validPositions - d) / 2 + padMismatches, as a device counts them that also
    /// compares padded positions.
    /// </summary>
    /// <param name="positions">K, all positions of one output.</param>
    /// <param name="validPositions">Those that add to the dot product: K without the true-0 padding.</param>
    /// <param name="padMismatches">Mismatches that the padded positions always count.</param>
    public IntegerThreshold ToMismatches(int positions, int validPositions, int padMismatches)
    {
        int twice = validPositions - Limit;
        if (AtMost)
        {
            int least = -FloorHalf(-twice);
            return new IntegerThreshold(
                least <= 0 ? 0 : least > validPositions ? positions + 1 : least + padMismatches, Direction: true);
        }

        int most = FloorHalf(twice);
        return new IntegerThreshold(
            most < 0 ? -1 : most >= validPositions ? positions : most + padMismatches, Direction: false);
    }

    /// <summary>The same decisions for |d| of at most <paramref name="bound"/>, with a limit from -bound - 1 to bound + 1.</summary>
    public DotThreshold Within(int bound) => AtMost
        ? new DotThreshold(Math.Clamp(Limit, -bound - 1, bound), AtMost)
        : new DotThreshold(Math.Clamp(Limit, -bound, bound + 1), AtMost);

    /// <summary>The same threshold on weighted mismatches m, where d = top - m.</summary>
    /// <param name="top">d without a mismatch.</param>
    /// <param name="most">The largest m.</param>
    public IntegerThreshold ToWeightedMismatches(int top, int most) => AtMost
        ? new IntegerThreshold(Math.Clamp(top - Limit, 0, most + 1), Direction: true)
        : new IntegerThreshold(Math.Clamp(top - Limit, -1, most), Direction: false);

    private static int FloorHalf(int value) => value >> 1;
}
