namespace PimSim.Bits;

/// <summary>
/// Three runs at once, for processors with 32 vector registers: sums[row, j] += factor * source[offset + row * stride + j].
/// 18 sums in registers hide the latency of the additions. Chains as in <see cref="GatherRow"/>.
/// </summary>
internal static unsafe class GatherThreeRows
{
    private const int Tile = 6;

    public static void Run<TLanes, TVector>(ListEntry* list, int count, float* source, int stride, float* sums, int length)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        int n = TLanes.Count;
        ListEntry* end = list + count;
        int j = 0;
        for (; j <= length - (Tile * n); j += Tile * n)
        {
            Whole<TLanes, TVector>(list, end, source + j, stride, sums + j, length);
        }

        for (int row = 0; row < 3; row++)
        {
            GatherRow.Run<TLanes, TVector>(list, count, source + (row * stride) + j, sums + (row * length) + j, length - j);
        }
    }

    private static void Whole<TLanes, TVector>(ListEntry* list, ListEntry* end, float* source, int stride, float* p0, int length)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        int n = TLanes.Count;
        float* p1 = p0 + length;
        float* p2 = p1 + length;
        TVector a0 = TLanes.Load(p0);
        TVector b0 = TLanes.Load(p0 + n);
        TVector c0 = TLanes.Load(p0 + (2 * n));
        TVector d0 = TLanes.Load(p0 + (3 * n));
        TVector e0 = TLanes.Load(p0 + (4 * n));
        TVector f0 = TLanes.Load(p0 + (5 * n));
        TVector a1 = TLanes.Load(p1);
        TVector b1 = TLanes.Load(p1 + n);
        TVector c1 = TLanes.Load(p1 + (2 * n));
        TVector d1 = TLanes.Load(p1 + (3 * n));
        TVector e1 = TLanes.Load(p1 + (4 * n));
        TVector f1 = TLanes.Load(p1 + (5 * n));
        TVector a2 = TLanes.Load(p2);
        TVector b2 = TLanes.Load(p2 + n);
        TVector c2 = TLanes.Load(p2 + (2 * n));
        TVector d2 = TLanes.Load(p2 + (3 * n));
        TVector e2 = TLanes.Load(p2 + (4 * n));
        TVector f2 = TLanes.Load(p2 + (5 * n));
        for (; list < end; list++)
        {
            TVector factor = TLanes.Broadcast(list->Factor);
            float* x0 = source + list->Offset;
            float* x1 = x0 + stride;
            float* x2 = x1 + stride;
            a0 = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x0), a0);
            b0 = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x0 + n), b0);
            c0 = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x0 + (2 * n)), c0);
            d0 = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x0 + (3 * n)), d0);
            e0 = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x0 + (4 * n)), e0);
            f0 = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x0 + (5 * n)), f0);
            a1 = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x1), a1);
            b1 = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x1 + n), b1);
            c1 = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x1 + (2 * n)), c1);
            d1 = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x1 + (3 * n)), d1);
            e1 = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x1 + (4 * n)), e1);
            f1 = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x1 + (5 * n)), f1);
            a2 = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x2), a2);
            b2 = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x2 + n), b2);
            c2 = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x2 + (2 * n)), c2);
            d2 = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x2 + (3 * n)), d2);
            e2 = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x2 + (4 * n)), e2);
            f2 = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x2 + (5 * n)), f2);
        }

        TLanes.Store(a0, p0);
        TLanes.Store(b0, p0 + n);
        TLanes.Store(c0, p0 + (2 * n));
        TLanes.Store(d0, p0 + (3 * n));
        TLanes.Store(e0, p0 + (4 * n));
        TLanes.Store(f0, p0 + (5 * n));
        TLanes.Store(a1, p1);
        TLanes.Store(b1, p1 + n);
        TLanes.Store(c1, p1 + (2 * n));
        TLanes.Store(d1, p1 + (3 * n));
        TLanes.Store(e1, p1 + (4 * n));
        TLanes.Store(f1, p1 + (5 * n));
        TLanes.Store(a2, p2);
        TLanes.Store(b2, p2 + n);
        TLanes.Store(c2, p2 + (2 * n));
        TLanes.Store(d2, p2 + (3 * n));
        TLanes.Store(e2, p2 + (4 * n));
        TLanes.Store(f2, p2 + (5 * n));
    }
}
