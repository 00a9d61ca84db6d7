using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PimSim.Bits;

/// <summary>
/// Integer thresholds on mismatch counts, then a pool over the positions of a window. A channel fires (+1, bit 0) where
/// (m ^ mask) &lt;= (limit ^ mask): mask 0 for m &lt;= limit, -1 for m &gt;= limit.
/// </summary>
public static class CountThresholds
{
    /// <summary>Decides one window and sets the bits of one pixel.</summary>
    /// <param name="counts">Positions of the window x channels.</param>
    /// <param name="limits">Limits, already xored with the masks: border classes x channels.</param>
    /// <param name="classes">Border class of each position.</param>
    /// <param name="masks">0 or -1, border classes x channels.</param>
    /// <param name="anyFires">Per channel: -1 where the pool is +1 if any position fires, 0 where all must.</param>
    /// <param name="pixel">The pixel's words; bits beyond the channels are left 0.</param>
    public static void Decide(
        ReadOnlySpan<int> counts, ReadOnlySpan<int> limits, ReadOnlySpan<int> classes, ReadOnlySpan<int> masks, ReadOnlySpan<int> anyFires, Span<ulong> pixel)
    {
        int channels = anyFires.Length;
        if (counts.Length < classes.Length * channels || masks.Length != limits.Length || pixel.Length * 64 < channels)
        {
            throw new ArgumentException($"{counts.Length} counts or {pixel.Length} words for {classes.Length} positions of {channels} channels", nameof(counts));
        }

        pixel.Clear();
        int done = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; done + Vector256<int>.Count <= channels; done += Vector256<int>.Count)
            {
                uint minus = Decide8(counts, limits, classes, masks, anyFires, done);
                pixel[done / 64] |= (ulong)minus << (done % 64);
            }
        }

        for (; done < channels; done++)
        {
            if (IsMinus(counts, limits, classes, masks, anyFires, done))
            {
                pixel[done / 64] |= 1UL << (done % 64);
            }
        }
    }

    /// <summary>The scalar twin of the vector path, one channel.</summary>
    internal static bool IsMinus(
        ReadOnlySpan<int> counts, ReadOnlySpan<int> limits, ReadOnlySpan<int> classes, ReadOnlySpan<int> masks, ReadOnlySpan<int> anyFires, int channel)
    {
        bool any = false;
        bool all = true;
        for (int p = 0; p < classes.Length; p++)
        {
            int entry = (classes[p] * anyFires.Length) + channel;
            bool fires = (counts[(p * anyFires.Length) + channel] ^ masks[entry]) <= limits[entry];
            any |= fires;
            all &= fires;
        }

        return anyFires[channel] != 0 ? !any : !all;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Decide8(
        ReadOnlySpan<int> counts, ReadOnlySpan<int> limits, ReadOnlySpan<int> classes, ReadOnlySpan<int> masks, ReadOnlySpan<int> anyFires, int channel)
    {
        Vector256<int> any = Vector256<int>.Zero;
        Vector256<int> all = Vector256<int>.AllBitsSet;
        for (int p = 0; p < classes.Length; p++)
        {
            int entry = (classes[p] * anyFires.Length) + channel;
            Vector256<int> m = Vector256.Create(counts[((p * anyFires.Length) + channel)..]) ^ Vector256.Create(masks[entry..]);
            Vector256<int> fires = Vector256.LessThanOrEqual(m, Vector256.Create(limits[entry..]));
            any |= fires;
            all &= fires;
        }

        Vector256<int> plus = Vector256.ConditionalSelect(Vector256.Create(anyFires[channel..]), any, all);
        return Vector256.ExtractMostSignificantBits(~plus);
    }
}
