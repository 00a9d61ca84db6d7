namespace PimSim.Bits;

/// <summary>Binary inner products of two packed rows.</summary>
public static class XnorMath
{
    /// <summary>Number of bits in which two rows differ. Tail bits must be 0 on both sides.</summary>
    /// <exception cref="ArgumentException">The rows have different lengths.</exception>
    public static long Mismatch(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        if (a.Length != b.Length)
        {
            throw new ArgumentException($"rows of {a.Length} and {b.Length} words", nameof(b));
        }

        return XnorKernels.Best.Mismatch(a, b);
    }

    /// <summary>The inner product of two rows of <paramref name="bits"/> values +1 and -1: bits - 2 x mismatches.</summary>
    /// <exception cref="ArgumentException">The rows have different lengths, or not that of so many bits.</exception>
    public static long Dot(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, int bits)
    {
        if (bits < 0 || a.Length != BitLayout.Words(bits))
        {
            throw new ArgumentException($"a row of {a.Length} words does not hold {bits} bits", nameof(bits));
        }

        return bits - (2 * Mismatch(a, b));
    }
}
