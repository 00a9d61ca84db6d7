namespace PimSim.Bits;

/// <summary>Three runs of <see cref="RowKernels"/>.Accumulate at once: 18 sums in registers hide the latency of the additions.</summary>
internal readonly unsafe struct GatherThreeRows(int* offsets, float* factors, int count, float* source, int stride, float* sums, int rowLength) : ILaneKernel
{
    private const int Tile = 6;

    public void Run<TLanes, TVector>(int start, int end)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        int n = TLanes.Count;
        int j = start;
        for (; j <= end - (Tile * n); j += Tile * n)
        {
            float* p0 = sums + j;
            float* p1 = p0 + rowLength;
            float* p2 = p1 + rowLength;
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
            for (int i = 0; i < count; i++)
            {
                TVector factor = TLanes.Broadcast(factors[i]);
                float* x0 = source + j + offsets[i];
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

        for (; j < end; j += n)
        {
            float* p = sums + j;
            TVector a0 = TLanes.Load(p);
            TVector a1 = TLanes.Load(p + rowLength);
            TVector a2 = TLanes.Load(p + (2 * rowLength));
            for (int i = 0; i < count; i++)
            {
                TVector factor = TLanes.Broadcast(factors[i]);
                float* x = source + j + offsets[i];
                a0 = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x), a0);
                a1 = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x + stride), a1);
                a2 = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x + (2 * stride)), a2);
            }

            TLanes.Store(a0, p);
            TLanes.Store(a1, p + rowLength);
            TLanes.Store(a2, p + (2 * rowLength));
        }
    }
}
