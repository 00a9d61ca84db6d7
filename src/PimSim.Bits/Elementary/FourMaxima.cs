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

    /// <summary>
    /// target[4 r + i] = max(rows[4 r + i], floor[i], floor_i) for every row r and i = 0 to 3; with or without vector instructions
    /// the same.
    /// </summary>
    /// <param name="target">As long as <paramref name="rows"/>.</param>
    /// <param name="rows">Rows of four numbers.</param>
    /// <param name="floor">At least four numbers.</param>
    /// <param name="floor0">Least of the first column, and so on.</param>
    /// <param name="floor1">Of the second.</param>
    /// <param name="floor2">Of the third.</param>
    /// <param name="floor3">Of the fourth.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OfRows(Span<long> target, ReadOnlySpan<long> rows, ReadOnlySpan<long> floor, long floor0, long floor1, long floor2, long floor3)
    {
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<long> least = Vector256.Max(Vector256.Create(floor), Vector256.Create(floor0, floor1, floor2, floor3));
            for (int r = 0; r < rows.Length; r += 4)
            {
                Vector256.Max(Vector256.Create(rows[r..]), least).CopyTo(target[r..]);
            }

            return;
        }

        for (int r = 0; r < rows.Length; r += 4)
        {
            target[r] = Math.Max(rows[r], Math.Max(floor[0], floor0));
            target[r + 1] = Math.Max(rows[r + 1], Math.Max(floor[1], floor1));
            target[r + 2] = Math.Max(rows[r + 2], Math.Max(floor[2], floor2));
            target[r + 3] = Math.Max(rows[r + 3], Math.Max(floor[3], floor3));
        }
    }
}
