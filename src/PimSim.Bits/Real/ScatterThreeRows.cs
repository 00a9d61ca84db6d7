namespace PimSim.Bits;

/// <summary>One kernel column of <see cref="RowKernels"/>.Scatter for kernels of three rows: weights stay in registers.</summary>
internal readonly unsafe struct ScatterThreeRows(int* offsets, float* factors, int count, float* weights, int rowLength, float* image, int stride)
    : ILaneKernel
{
    public void Run<TLanes, TVector>(int start, int end)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        int n = TLanes.Count;
        int j = start;
        for (; j <= end - (2 * n); j += 2 * n)
        {
            float* w0 = weights + j;
            float* w1 = w0 + rowLength;
            float* w2 = w1 + rowLength;
            TVector a0 = TLanes.Load(w0);
            TVector b0 = TLanes.Load(w0 + n);
            TVector a1 = TLanes.Load(w1);
            TVector b1 = TLanes.Load(w1 + n);
            TVector a2 = TLanes.Load(w2);
            TVector b2 = TLanes.Load(w2 + n);
            for (int i = 0; i < count; i++)
            {
                TVector factor = TLanes.Broadcast(factors[i]);
                float* x0 = image + j + offsets[i];
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

        for (; j < end; j += n)
        {
            TVector a0 = TLanes.Load(weights + j);
            TVector a1 = TLanes.Load(weights + j + rowLength);
            TVector a2 = TLanes.Load(weights + j + (2 * rowLength));
            for (int i = 0; i < count; i++)
            {
                TVector factor = TLanes.Broadcast(factors[i]);
                float* x0 = image + j + offsets[i];
                float* x1 = x0 + stride;
                float* x2 = x1 + stride;
                TLanes.Store(TLanes.FusedMultiplyAdd(factor, a0, TLanes.Load(x0)), x0);
                TLanes.Store(TLanes.FusedMultiplyAdd(factor, a1, TLanes.Load(x1)), x1);
                TLanes.Store(TLanes.FusedMultiplyAdd(factor, a2, TLanes.Load(x2)), x2);
            }
        }
    }
}
