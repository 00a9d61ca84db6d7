using System.Runtime.Intrinsics;

namespace PimSim.Bits;

/// <summary>Max-pool and thresholds of real sums, channels side by side.</summary>
public static class RealDecisions
{
    /// <summary>pooled[c] = the maximum over positions; of equal ones the first.</summary>
    /// <param name="sums">Output positions x channels.</param>
    /// <param name="positions">Positions of the window.</param>
    /// <param name="pooled">Channels.</param>
    public static void Max(ReadOnlySpan<float> sums, ReadOnlySpan<int> positions, Span<float> pooled)
    {
        int channels = pooled.Length;
        sums.Slice(positions[0] * channels, channels).CopyTo(pooled);
        foreach (int p in positions[1..])
        {
            ReadOnlySpan<float> row = sums.Slice(p * channels, channels);
            int done = 0;
            if (Vector256.IsHardwareAccelerated)
            {
                for (; done + Vector256<float>.Count <= channels; done += Vector256<float>.Count)
                {
                    Vector256<float> old = Vector256.Create(pooled[done..]);
                    Vector256<float> value = Vector256.Create(row[done..]);
                    Vector256.ConditionalSelect(Vector256.GreaterThan(value, old), value, old).CopyTo(pooled[done..]);
                }
            }

            for (; done < channels; done++)
            {
                pooled[done] = row[done] > pooled[done] ? row[done] : pooled[done];
            }
        }
    }

    /// <summary>Sets bit c of the pixel where (values[c] &gt;= limits[c]) == inverted[c]: there the result is -1.</summary>
    /// <param name="values">Channels.</param>
    /// <param name="limits">Channels.</param>
    /// <param name="inverted">A bit a channel, as in the pixel.</param>
    /// <param name="pixel">The pixel's words; bits beyond the channels are left 0.</param>
    public static void Decide(ReadOnlySpan<float> values, ReadOnlySpan<float> limits, ReadOnlySpan<ulong> inverted, Span<ulong> pixel)
    {
        pixel.Clear();
        int done = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; done + Vector256<float>.Count <= values.Length; done += Vector256<float>.Count)
            {
                Vector256<float> reached = Vector256.GreaterThanOrEqual(Vector256.Create(values[done..]), Vector256.Create(limits[done..]));
                pixel[done / 64] |= (ulong)reached.ExtractMostSignificantBits() << (done % 64);
            }
        }

        for (; done < values.Length; done++)
        {
            pixel[done / 64] |= values[done] >= limits[done] ? 1UL << (done % 64) : 0;
        }

        for (int word = 0; word * 64 < values.Length; word++)
        {
            int channels = values.Length - (word * 64);
            pixel[word] = ~(pixel[word] ^ inverted[word]) & (channels >= 64 ? ulong.MaxValue : (1UL << channels) - 1);
        }
    }
}
