using System.Runtime.Intrinsics;

namespace PimSim.Bits;

/// <summary>
/// Sums over lists, the products of a backward pass: each is one chain of fused multiply-adds in the order of its list,
/// going on from what the target holds. The caller has checked that all offsets lie inside.
/// </summary>
internal static unsafe class ListSums
{
    /// <summary>sums[row, j] += factor * source[offset + row * stride + j], over the list, for rows of <paramref name="length"/>.</summary>
    public static void Add(ListEntry* list, int count, float* source, int rows, int stride, float* sums, int length, LaneWidth width)
    {
        int row = 0;
        switch (width)
        {
            case LaneWidth.Sixteen:
                for (; row <= rows - 3; row += 3)
                {
                    GatherThreeRows.Run<Lanes512, Vector512<float>>(list, count, source + (row * stride), stride, sums + (row * length), length);
                }

                for (; row < rows; row++)
                {
                    GatherRow.Run<Lanes512, Vector512<float>>(list, count, source + (row * stride), sums + (row * length), length);
                }

                break;
            case LaneWidth.Eight:
                for (; row < rows; row++)
                {
                    GatherRow.Run<Lanes256, Vector256<float>>(list, count, source + (row * stride), sums + (row * length), length);
                }

                break;
            default:
                for (; row < rows; row++)
                {
                    GatherRow.Run<ScalarLanes, float>(list, count, source + (row * stride), sums + (row * length), length);
                }

                break;
        }
    }
}
