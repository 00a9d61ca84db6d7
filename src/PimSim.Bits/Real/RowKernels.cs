namespace PimSim.Bits;

/// <summary>
/// The two products of a convolution's backward pass, for gradients that reach one position of each pooling window.
/// A list says for one output channel which positions (offsets into the padded image) and with which gradient. A patch
/// is <c>rows</c> runs of <c>rowLength</c> values, <c>stride</c> apart. Each result is one chain of fused
/// multiply-adds over the list in its order, going on from what the target holds.
/// </summary>
public static unsafe class RowKernels
{
    private const int Tile = 6;

    /// <summary>Weight gradients: sums[row, j] += factor * image[offset + row * stride + j], over the list.</summary>
    public static void Accumulate(
        ReadOnlySpan<int> offsets,
        ReadOnlySpan<float> factors,
        ReadOnlySpan<float> image,
        int rows,
        int rowLength,
        int stride,
        Span<float> sums) =>
        Accumulate(offsets, factors, image, rows, rowLength, stride, sums, LaneWidths.Best);

    /// <summary>Input gradients: image[offset + row * stride + j] += factor * weights[row, j], over the list.</summary>
    public static void Scatter(
        ReadOnlySpan<int> offsets,
        ReadOnlySpan<float> factors,
        ReadOnlySpan<float> weights,
        int rows,
        int rowLength,
        int stride,
        Span<float> image) =>
        Scatter(offsets, factors, weights, rows, rowLength, stride, image, LaneWidths.Best);

    internal static void Accumulate(
        ReadOnlySpan<int> offsets,
        ReadOnlySpan<float> factors,
        ReadOnlySpan<float> image,
        int rows,
        int rowLength,
        int stride,
        Span<float> sums,
        LaneWidth width)
    {
        Check(offsets, factors, image, rows, rowLength, stride, sums);
        fixed (int* offset = offsets)
        fixed (float* factor = factors, source = image, target = sums)
        {
            for (int row = 0; row < rows; row++)
            {
                LaneLoop.Run(new Gather(offset, factor, offsets.Length, source + (row * stride), target + (row * rowLength)), rowLength, width);
            }
        }
    }

    internal static void Scatter(
        ReadOnlySpan<int> offsets,
        ReadOnlySpan<float> factors,
        ReadOnlySpan<float> weights,
        int rows,
        int rowLength,
        int stride,
        Span<float> image,
        LaneWidth width)
    {
        Check(offsets, factors, image, rows, rowLength, stride, weights);
        fixed (int* offset = offsets)
        fixed (float* factor = factors, source = weights, target = image)
        {
            for (int row = 0; row < rows; row++)
            {
                LaneLoop.Run(new Spread(offset, factor, offsets.Length, source + (row * rowLength), target + (row * stride)), rowLength, width);
            }
        }
    }

    private static void Check(
        ReadOnlySpan<int> offsets, ReadOnlySpan<float> factors, ReadOnlySpan<float> image, int rows, int rowLength, int stride, ReadOnlySpan<float> patch)
    {
        int reach = ((rows - 1) * stride) + rowLength;
        if (factors.Length < offsets.Length || patch.Length < rows * rowLength)
        {
            throw new ArgumentException("factors or patch too short", nameof(factors));
        }

        foreach (int offset in offsets)
        {
            if (offset < 0 || offset > image.Length - reach)
            {
                throw new ArgumentException($"offset {offset} leaves an image of {image.Length} values", nameof(offsets));
            }
        }
    }

    private readonly struct Gather(int* offsets, float* factors, int count, float* source, float* sums) : ILaneKernel
    {
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

    private readonly struct Spread(int* offsets, float* factors, int count, float* weights, float* image) : ILaneKernel
    {
        public void Run<TLanes, TVector>(int start, int end)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            int n = TLanes.Count;
            int j = start;
            for (; j <= end - (Tile * n); j += Tile * n)
            {
                float* w = weights + j;
                float* to = image + j;
                TVector a = TLanes.Load(w);
                TVector b = TLanes.Load(w + n);
                TVector c = TLanes.Load(w + (2 * n));
                TVector d = TLanes.Load(w + (3 * n));
                TVector e = TLanes.Load(w + (4 * n));
                TVector f = TLanes.Load(w + (5 * n));
                for (int i = 0; i < count; i++)
                {
                    TVector factor = TLanes.Broadcast(factors[i]);
                    float* x = to + offsets[i];
                    TLanes.Store(TLanes.FusedMultiplyAdd(factor, a, TLanes.Load(x)), x);
                    TLanes.Store(TLanes.FusedMultiplyAdd(factor, b, TLanes.Load(x + n)), x + n);
                    TLanes.Store(TLanes.FusedMultiplyAdd(factor, c, TLanes.Load(x + (2 * n))), x + (2 * n));
                    TLanes.Store(TLanes.FusedMultiplyAdd(factor, d, TLanes.Load(x + (3 * n))), x + (3 * n));
                    TLanes.Store(TLanes.FusedMultiplyAdd(factor, e, TLanes.Load(x + (4 * n))), x + (4 * n));
                    TLanes.Store(TLanes.FusedMultiplyAdd(factor, f, TLanes.Load(x + (5 * n))), x + (5 * n));
                }
            }

            for (; j < end; j += n)
            {
                TVector w = TLanes.Load(weights + j);
                for (int i = 0; i < count; i++)
                {
                    float* x = image + offsets[i] + j;
                    TLanes.Store(TLanes.FusedMultiplyAdd(TLanes.Broadcast(factors[i]), w, TLanes.Load(x)), x);
                }
            }
        }
    }
}
