namespace PimSim.Bnn;

/// <summary>A threshold on a dot product d of +-1 values; the same for every border class of a channel.</summary>
/// <param name="Limit">The limit, from -K - 1 to K + 1.</param>
/// <param name="AtMost">False: +1 iff d &gt;= Limit. True: +1 iff d &lt;= Limit.</param>
public readonly record struct DotThreshold(int Limit, bool AtMost)
{
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

    private static int FloorHalf(int value) => value >> 1;
}
