namespace PimSim.Bits;

/// <summary>One implementation of mismatch counting. All implementations return the same integers.</summary>
internal interface IXnorKernel
{
    /// <summary>Short name for benchmarks and test output.</summary>
    string Name { get; }

    /// <summary>Whether this processor (and the runtime's settings) can run it.</summary>
    bool IsSupported { get; }

    /// <summary>
    /// m[r * stride + o] = number of bits in which row r of <paramref name="a"/> differs from output o of <paramref name="b"/>.
    /// Arguments have been checked by the caller: <paramref name="a"/> holds aRows x words, <paramref name="words"/> is
    /// that of the panel, <paramref name="m"/> holds (aRows - 1) x stride + outputs; tail bits are 0.
    /// </summary>
    void MismatchCounts(ReadOnlySpan<ulong> a, int aRows, int words, PackedPanel b, Span<int> m, int stride);

    /// <summary>Number of bits in which two spans of equal length differ.</summary>
    long Mismatch(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b);
}
