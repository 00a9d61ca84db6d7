using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PimSim.Bits;

/// <summary>Maxima of four 64-bit numbers at once.</summary>
public static class FourMaxima
{
    /// <summary>
    /// target[at + i] = max(target[at + i], offset + addends[from + i]) for i = 0 to 3; with or without vector instructions the same.
    /// </summary>
    /// <param name="target">Numbers of which four are raised.</param>
    /// <param name="at">The first of those.</param>
    /// <param name="addends">Numbers of which four are added; sums must not overflow.</param>
    /// <param name="from">The first of those.</param>
    /// <param name="offset">Added to each.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not four.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Raise(long[] target, int at, long[] addends, int from, long offset)
    {
        if (Vector256.IsHardwareAccelerated)
        {
            ref long raised = ref MemoryMarshal.GetReference(target.AsSpan(at, 4));
            ref long added = ref MemoryMarshal.GetReference(addends.AsSpan(from, 4));
            Vector256.Max(Vector256.LoadUnsafe(ref raised), Vector256.LoadUnsafe(ref added) + Vector256.Create(offset)).StoreUnsafe(ref raised);
            return;
        }

        RaiseOneByOne(target, at, addends, from, offset);
    }

    private static void RaiseOneByOne(long[] target, int at, long[] addends, int from, long offset)
    {
        Span<long> raised = target.AsSpan(at, 4);
        ReadOnlySpan<long> added = addends.AsSpan(from, 4);
        for (int i = 0; i < raised.Length; i++)
        {
            raised[i] = Math.Max(raised[i], offset + added[i]);
        }
    }
}
