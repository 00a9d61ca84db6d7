namespace PimSim.Interop;

/// <summary>Integer thresholds of the sums of the layer before, as the file has them.</summary>
/// <param name="Name">Unique name.</param>
/// <param name="Place">Where the map names it.</param>
/// <param name="Values">Outputs x <paramref name="ValuesOfOutput"/>.</param>
/// <param name="ValuesOfOutput">Thresholds of an output: 1 makes a bit, more make a count.</param>
/// <param name="Comparison">Whether equality fires.</param>
/// <param name="Domain">Whether matches or sums of products are compared.</param>
/// <param name="Factor">What the sum is multiplied by first, at least 1.</param>
/// <param name="FanIn">Inputs of an output of the layer before: dot = 2 * popcount - FanIn.</param>
/// <param name="Padding">Further inputs that are -1 times +1 in the sums of products that the file's thresholds are for.</param>
/// <param name="Offset">Of several thresholds: the number where none fires.</param>
internal sealed record MappedThresholds(
    string Name,
    MapPlace Place,
    long[] Values,
    int ValuesOfOutput,
    ThresholdComparison Comparison,
    ThresholdDomain Domain,
    int Factor,
    int FanIn,
    int Padding = 0,
    int Offset = 0) : MappedItem(Name, Place)
{
    private const long Never = 1L << 62;

    /// <summary>
    /// The smallest sum of products for which threshold <paramref name="index"/> of <see cref="Values"/> fires, exactly; beyond
    /// +-2^62 it is that, which no sum reaches.
    /// </summary>
    public long SmallestFiringDot(int index)
    {
        Int128 threshold = Values[index];
        Int128 smallest = Comparison == ThresholdComparison.Greater ? Floor(threshold, Factor) + 1 : -Floor(-threshold, Factor);
        Int128 dot = Domain == ThresholdDomain.Popcount ? (2 * smallest) - FanIn : smallest + Padding;
        return (long)Int128.Clamp(dot, -Never, Never);
    }

    private static Int128 Floor(Int128 value, int divisor)
    {
        (Int128 quotient, Int128 remainder) = Int128.DivRem(value, divisor);
        return remainder < 0 ? quotient - 1 : quotient;
    }
}
