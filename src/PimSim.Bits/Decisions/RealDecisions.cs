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
    public static void Decide(ReadOnlySpan<float> values, ReadOnlySpan<float> limits, ReadOnlySpan<bool> inverted, Span<ulong> pixel)
    {
        pixel.Clear();
        for (int c = 0; c < values.Length; c++)
        {
            if (values[c] >= limits[c] == inverted[c])
            {
                pixel[c / 64] |= 1UL << (c % 64);
            }
        }
    }
}
