using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PimSim.Bits;

/// <summary>
/// Lists of what is added to a column of two pixels, output by output, in the order of the kernel columns: from the pair of windows right of it
/// (<see cref="PairRecords"/>), then from the pair left of it. All gradients of the left pair reach an even column, and of the right one those that go to the left
/// column of their window; all of the right pair reach an odd column, and of the left one those that go to the right. What does not reach it is first, or last, in
/// its pair, so pairs are copied whole and the list goes on over what does not belong: from its end to its begin for even columns.
/// </summary>
internal static unsafe class ColumnLists
{
    private const int PairBytes = 2 * PairRecords.EntryBytes;

    /// <summary>Bytes for the list of a column over <paramref name="outputs"/>, and for what is copied over its end.</summary>
    public static int RoomBytes(int outputs) => (outputs * 2 * PairBytes) + (2 * PairBytes);

    /// <summary>The list of an even column that ends at <paramref name="end"/>. Gives its begin.</summary>
    /// <param name="right">Pairs of the windows right of the column, or null.</param>
    /// <param name="reached">Bytes of their entries that reach it.</param>
    /// <param name="left">Pairs of the windows left of it, or null.</param>
    /// <param name="outputs">Outputs.</param>
    /// <param name="entries">Bytes of a pair that count: one entry's at the edges.</param>
    /// <param name="shift">What is added to offsets of the left pair.</param>
    /// <param name="end">Where the list ends.</param>
    public static byte* Even(ListEntry* right, int* reached, ListEntry* left, int outputs, nint entries, int shift, byte* end)
    {
        Vector128<ulong> shifted = Offsets(shift);
        if (right is null)
        {
            for (int o = outputs - 1; o >= 0; o--)
            {
                Copy(left + (2 * o), shifted, end - PairBytes);
                end -= entries;
            }
        }
        else if (left is null)
        {
            for (int o = outputs - 1; o >= 0; o--)
            {
                Copy(right + (2 * o), Vector128<ulong>.Zero, end - PairBytes);
                end -= reached[o];
            }
        }
        else
        {
            for (int o = outputs - 1; o >= 0; o--)
            {
                Copy(left + (2 * o), shifted, end - PairBytes);
                Copy(right + (2 * o), Vector128<ulong>.Zero, end - entries - PairBytes);
                end -= entries + reached[o];
            }
        }

        return end;
    }

    /// <summary>The list of an odd column from <paramref name="begin"/> on. Gives its end.</summary>
    /// <param name="right">Pairs of the windows right of the column, or null.</param>
    /// <param name="left">Pairs of the windows left of it, or null.</param>
    /// <param name="missed">Bytes of their entries that do not reach it.</param>
    /// <param name="outputs">Outputs.</param>
    /// <param name="entries">Bytes of a pair that count: one entry's at the edges.</param>
    /// <param name="rightShift">What is added to offsets of the right pair.</param>
    /// <param name="leftShift">And of the left one.</param>
    /// <param name="begin">Where the list begins.</param>
    public static byte* Odd(ListEntry* right, ListEntry* left, int* missed, int outputs, nint entries, int rightShift, int leftShift, byte* begin)
    {
        Vector128<ulong> rightShifted = Offsets(rightShift);
        Vector128<ulong> leftShifted = Offsets(leftShift);
        if (left is null)
        {
            for (int o = 0; o < outputs; o++)
            {
                Copy(right + (2 * o), rightShifted, begin);
                begin += entries;
            }
        }
        else if (right is null)
        {
            for (int o = 0; o < outputs; o++)
            {
                Copy(left + (2 * o), leftShifted, begin);
                begin += entries - missed[o];
            }
        }
        else
        {
            for (int o = 0; o < outputs; o++)
            {
                Copy(right + (2 * o), rightShifted, begin);
                Copy(left + (2 * o), leftShifted, begin + entries);
                begin += (2 * entries) - missed[o];
            }
        }

        return begin;
    }

    // The offset is the upper half of an entry.
    private static Vector128<ulong> Offsets(int shift) => Vector128.Create((ulong)(uint)shift << 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(ListEntry* pair, Vector128<ulong> shift, byte* target) =>
        (Vector128.Load((ulong*)pair) + shift).Store((ulong*)target);
}
