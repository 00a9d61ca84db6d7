using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PimSim.Bits;

/// <summary>
/// The least of many keys that are each made of a distance, above, and a rest, below. The distance is how far the larger of two numbers lies after
/// another one: the entry's own, and one of four of the row that it shares with its neighbours.
/// </summary>
public static class LeastKey
{
    private const int Columns = 4;

    /// <summary>What stands in <c>selectors</c> for a column: the places of its two halves, as the vector instruction wants them.</summary>
    public static long Selector(int column) => (2L * column) | (((2L * column) + 1) << 32);

    /// <summary>
    /// The least of (max(own[i], rows[4 (i - first) / perRow + c], floor[c], floor_c) - now) shifted left by <paramref name="shift"/> | rest[i], where c is the
    /// column that selectors[i] stands for; with or without vector instructions the same.
    /// </summary>
    /// <param name="own">The entries' own numbers.</param>
    /// <param name="rest">The lower bits of their keys; long.MaxValue leaves an entry out.</param>
    /// <param name="selectors">Their columns, as <see cref="Selector"/> gives them.</param>
    /// <param name="first">The first entry.</param>
    /// <param name="count">How many.</param>
    /// <param name="rows">Rows of four numbers.</param>
    /// <param name="perRow">Entries of a row.</param>
    /// <param name="floor">The least that the numbers of a row are taken for.</param>
    /// <param name="floor0">The same for the first column, and so on.</param>
    /// <param name="floor1">Of the second.</param>
    /// <param name="floor2">Of the third.</param>
    /// <param name="floor3">Of the fourth.</param>
    /// <param name="now">From which distances are counted; no number is so much larger that the shift loses bits.</param>
    /// <param name="shift">Bits of the rest.</param>
    /// <returns>The least key, or long.MaxValue when every entry is left out.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Of(
        long[] own, long[] rest, long[] selectors, int first, int count, ReadOnlySpan<long> rows, int perRow, ReadOnlySpan<long> floor, long floor0, long floor1, long floor2, long floor3, long now, int shift)
    {
        if (!Avx2.IsSupported || perRow % Vector256<long>.Count != 0)
        {
            return OneByOne(own, rest, selectors, first, count, rows, perRow, floor, [floor0, floor1, floor2, floor3], now, shift);
        }

        Vector256<long> least = Vector256.Max(Vector256.Create(floor), Vector256.Create(floor0, floor1, floor2, floor3));
        var best = Vector256.Create(long.MaxValue);
        var from = Vector256.Create(now);
        int end = first + count;
        int i = first;
        for (int r = 0; i < end; r += Columns)
        {
            Vector256<int> row = Vector256.Max(Vector256.Create(rows[r..]), least).AsInt32();
            for (int next = i + perRow; i < next; i += Vector256<long>.Count)
            {
                Vector256<long> shared = Avx2.PermuteVar8x32(row, Vector256.Create(selectors, i).AsInt32()).AsInt64();
                Vector256<long> distance = Vector256.Max(Vector256.Create(own, i), shared) - from;
                best = Vector256.Min(best, (distance << shift) | Vector256.Create(rest, i));
            }
        }

        Vector128<long> half = Vector128.Min(best.GetLower(), best.GetUpper());
        return Math.Min(half.GetElement(0), half.GetElement(1));
    }

    /// <summary>The scalar twin.</summary>
    internal static long OneByOne(
        long[] own, long[] rest, long[] selectors, int first, int count, ReadOnlySpan<long> rows, int perRow, ReadOnlySpan<long> floor, ReadOnlySpan<long> floors, long now, int shift)
    {
        long best = long.MaxValue;
        for (int i = 0; i < count; i++)
        {
            int column = (int)selectors[first + i] / 2;
            long shared = Math.Max(rows[(i / perRow * Columns) + column], Math.Max(floor[column], floors[column]));
            best = Math.Min(best, ((Math.Max(own[first + i], shared) - now) << shift) | rest[first + i]);
        }

        return best;
    }
}
