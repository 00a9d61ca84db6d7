namespace PimSim.Bits;

/// <summary>One kernel column of <see cref="RowKernels"/>.Scatter for kernels of any height.</summary>
internal readonly unsafe struct ScatterRows(
    int* offsets, float* factors, int count, float* weights, int rows, int rowLength, float* image, int stride) : ILaneKernel
{
    public void Run<TLanes, TVector>(int start, int end)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        for (int j = start; j < end; j += TLanes.Count)
        {
            for (int i = 0; i < count; i++)
            {
                TVector factor = TLanes.Broadcast(factors[i]);
                float* x = image + j + offsets[i];
                float* w = weights + j;
                for (int row = 0; row < rows; row++)
                {
                    TLanes.Store(TLanes.FusedMultiplyAdd(factor, TLanes.Load(w), TLanes.Load(x)), x);
                    x += stride;
                    w += rowLength;
                }
            }
        }
    }
}
