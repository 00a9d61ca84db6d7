namespace PimSim.Bits;

/// <summary>
/// target[offset + row * stride + column * channels + c] += factor * weights[row, column, c], over kernel columns, then over
/// a list (a value of the target meets each term at most once a column). Chains of fused multiply-adds; lanes hold channels.
/// </summary>
internal static unsafe class ScatterRows
{
    public static void Run<TLanes, TVector>(
        ListEntry* list, int count, float* weights, int rows, int columns, int channels, float* target, int stride)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        int n = TLanes.Count;
        int rowLength = columns * channels;
        ListEntry* end = list + count;
        for (int column = 0; column < columns; column++)
        {
            float* w = weights + (column * channels);
            float* x = target + (column * channels);
            int c = 0;
            for (; rows == 3 && c <= channels - (2 * n); c += 2 * n)
            {
                ThreeByTwo<TLanes, TVector>(list, end, w + c, rowLength, x + c, stride);
            }

            for (; c <= channels - n; c += n)
            {
                Any<TLanes, TVector>(list, end, w + c, rows, rowLength, x + c, stride);
            }

            for (; c < channels; c++)
            {
                Any<ScalarLanes, float>(list, end, w + c, rows, rowLength, x + c, stride);
            }
        }
    }

    private static void ThreeByTwo<TLanes, TVector>(ListEntry* list, ListEntry* end, float* w0, int rowLength, float* target, int stride)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        int n = TLanes.Count;
        float* w1 = w0 + rowLength;
        float* w2 = w1 + rowLength;
        TVector a0 = TLanes.Load(w0);
        TVector b0 = TLanes.Load(w0 + n);
        TVector a1 = TLanes.Load(w1);
        TVector b1 = TLanes.Load(w1 + n);
        TVector a2 = TLanes.Load(w2);
        TVector b2 = TLanes.Load(w2 + n);
        for (; list < end; list++)
        {
            TVector factor = TLanes.Broadcast(list->Factor);
            float* x0 = target + list->Offset;
            float* x1 = x0 + stride;
            float* x2 = x1 + stride;

            // All loads before all stores: rows may lie 4 KiB apart, where a load waits for a store it does not need.
            TVector c0 = TLanes.FusedMultiplyAdd(factor, a0, TLanes.Load(x0));
            TVector d0 = TLanes.FusedMultiplyAdd(factor, b0, TLanes.Load(x0 + n));
            TVector c1 = TLanes.FusedMultiplyAdd(factor, a1, TLanes.Load(x1));
            TVector d1 = TLanes.FusedMultiplyAdd(factor, b1, TLanes.Load(x1 + n));
            TVector c2 = TLanes.FusedMultiplyAdd(factor, a2, TLanes.Load(x2));
            TVector d2 = TLanes.FusedMultiplyAdd(factor, b2, TLanes.Load(x2 + n));
            TLanes.Store(c0, x0);
            TLanes.Store(d0, x0 + n);
            TLanes.Store(c1, x1);
            TLanes.Store(d1, x1 + n);
            TLanes.Store(c2, x2);
            TLanes.Store(d2, x2 + n);
        }
    }

    private static void Any<TLanes, TVector>(ListEntry* list, ListEntry* end, float* weights, int rows, int rowLength, float* target, int stride)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        for (; list < end; list++)
        {
            TVector factor = TLanes.Broadcast(list->Factor);
            float* x = target + list->Offset;
            float* w = weights;
            for (int row = 0; row < rows; row++)
            {
                TLanes.Store(TLanes.FusedMultiplyAdd(factor, TLanes.Load(w), TLanes.Load(x)), x);
                x += stride;
                w += rowLength;
            }
        }
    }
}
