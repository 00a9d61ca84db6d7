namespace PimSim.Bnn;

/// <summary>Usual tables from 8-bit pixels to whole numbers, for <see cref="InputEncoding.Levels"/>.</summary>
public static class PixelLevels
{
    /// <summary>Values of a pixel.</summary>
    public const int Count = 256;

    /// <summary>+1 for pixels of at least <paramref name="threshold"/>, else -1.</summary>
    public static int[] Bits(int threshold) => Table(pixel => pixel >= threshold ? 1 : -1);

    /// <summary>
    /// Signed fixed point: pixels 0 to 255 stand for <paramref name="low"/> to <paramref name="high"/>, in steps of
    /// 2^-<paramref name="fractionBits"/>, rounded to the nearest with halves up, kept within <paramref name="bits"/> bits. The table
    /// holds the number of steps; the rule is evaluated in integers.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Bits are not 2 to 16, fraction bits not 0 to 16, or a bound is beyond 2^16.</exception>
    public static int[] FixedPoint(int bits, int fractionBits, int low = -1, int high = 1)
    {
        const int Bound = 1 << 16;
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, 16);
        ArgumentOutOfRangeException.ThrowIfNegative(fractionBits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fractionBits, 16);
        ArgumentOutOfRangeException.ThrowIfLessThan(low, -Bound);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(high, Bound);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(low, high);
        int most = (1 << (bits - 1)) - 1;
        return Table(pixel =>
        {
            // floor(x 2^f + 1/2) with x = low + pixel (high - low) / 255.
            long twice = ((((255L * low) + (pixel * ((long)high - low))) << fractionBits) * 2) + 255;
            long steps = twice >= 0 ? twice / 510 : -((-twice + 509) / 510);
            return (int)Math.Clamp(steps, -most - 1, most);
        });
    }

    private static int[] Table(Func<int, int> level) => [.. Enumerable.Range(0, Count).Select(level)];
}
