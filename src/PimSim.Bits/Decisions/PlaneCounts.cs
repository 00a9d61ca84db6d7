using System.Runtime.Intrinsics;

namespace PimSim.Bits;

/// <summary>Adds the mismatch counts of one bit plane to weighted counts.</summary>
public static class PlaneCounts
{
    /// <summary>sums[i] += counts[i] * 2^shift.</summary>
    /// <param name="counts">Counts of the plane.</param>
    /// <param name="shift">The plane's number, 0 to 30.</param>
    /// <param name="sums">Weighted counts, as many.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Add(ReadOnlySpan<int> counts, int shift, Span<int> sums)
    {
        if (counts.Length != sums.Length)
        {
            throw new ArgumentException($"{counts.Length} counts for {sums.Length} sums", nameof(counts));
        }

        int done = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; done + Vector256<int>.Count <= sums.Length; done += Vector256<int>.Count)
            {
                (Vector256.Create(sums[done..]) + Vector256.ShiftLeft(Vector256.Create(counts[done..]), shift)).CopyTo(sums[done..]);
            }
        }

        for (; done < sums.Length; done++)
        {
            sums[done] += counts[done] << shift;
        }
    }
}
