using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PimSim.Bits;

/// <summary>Maxima of four 64-bit numbers at once.</summary>
public static class FourMaxima
{
    /// <summary>
    /// target[i] = max(target[i], offset + addends[i]) for i = 0 to 3; with or without vector instructions the same.
    /// </summary>
    /// <param name="target">At least four numbers, of which the first four are raised.</param>
    /// <param name="addends">At least four numbers; sums must not overflow.</param>
    /// <param name="offset">Added to each.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Raise(Span<long> target, ReadOnlySpan<long> addends, long offset)
    {
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256.Max(Vector256.Create<long>(target), Vector256.Create(addends) + Vector256.Create(offset)).CopyTo(target);
            return;
        }

        target[0] = Math.Max(target[0], offset + addends[0]);
        target[1] = Math.Max(target[1], offset + addends[1]);
        target[2] = Math.Max(target[2], offset + addends[2]);
        target[3] = Math.Max(target[3], offset + addends[3]);
    }
}
