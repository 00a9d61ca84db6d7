namespace PimSim.Bits;

/// <summary>One run of <see cref="RowKernels"/>.Accumulate: sums stay in registers over the list.</summary>
internal readonly unsafe struct GatherRow(int* offsets, float* factors, int count, float* source, float* sums) : ILaneKernel
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
            float* target = sums + j;
            float* from = source + j;
            TVector a = TLanes.Load(target);
            TVector b = TLanes.Load(target + n);
            TVector c = TLanes.Load(target + (2 * n));
            TVector d = TLanes.Load(target + (3 * n));
            TVector e = TLanes.Load(target + (4 * n));
            TVector f = TLanes.Load(target + (5 * n));
            for (int i = 0; i < count; i++)
            {
                TVector factor = TLanes.Broadcast(factors[i]);
                float* x = from + offsets[i];
                a = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x), a);
                b = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x + n), b);
                c = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x + (2 * n)), c);
                d = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x + (3 * n)), d);
                e = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x + (4 * n)), e);
                f = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x + (5 * n)), f);
            }

            TLanes.Store(a, target);
            TLanes.Store(b, target + n);
            TLanes.Store(c, target + (2 * n));
            TLanes.Store(d, target + (3 * n));
            TLanes.Store(e, target + (4 * n));
            TLanes.Store(f, target + (5 * n));
        }

        for (; j < end; j += n)
        {
            TVector sum = TLanes.Load(sums + j);
            for (int i = 0; i < count; i++)
            {
                sum = TLanes.FusedMultiplyAdd(TLanes.Broadcast(factors[i]), TLanes.Load(source + offsets[i] + j), sum);
            }

            TLanes.Store(sum, sums + j);
        }
    }
}
