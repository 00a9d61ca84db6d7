using System.Runtime.Intrinsics;

namespace PimSim.Bits;

/// <summary>
/// out[m][o] = chain of fused multiply-adds over rising k, from +0, of x[m][k] * w[o][k]. Row m of x is
/// <c>rows</c> runs of <c>rowLength</c> values, <c>rowStride</c> apart, from an offset of its own: the patch of a
/// convolution where it lies in its padded image. Six rows by two vectors stay in registers over all of k.
/// </summary>
internal static unsafe class PanelProduct
{
    private const int BlockRows = 6;
    private const int MaximumWidth = 32;

    public static void Run(
        PanelWeights weights,
        float* x,
        ReadOnlySpan<int> offsets,
        int rows,
        int rowLength,
        int rowStride,
        float* output)
    {
        switch (weights.Lanes)
        {
            case LaneWidth.Sixteen:
                Run<Lanes512, Vector512<float>>(weights, x, offsets, rows, rowLength, rowStride, output);
                break;
            case LaneWidth.Eight:
                Run<Lanes256, Vector256<float>>(weights, x, offsets, rows, rowLength, rowStride, output);
                break;
            default:
                Run<ScalarLanes, float>(weights, x, offsets, rows, rowLength, rowStride, output);
                break;
        }
    }

    private static void Run<TLanes, TVector>(
        PanelWeights weights,
        float* x,
        ReadOnlySpan<int> offsets,
        int rows,
        int rowLength,
        int rowStride,
        float* output)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        float* partial = stackalloc float[BlockRows * MaximumWidth];
        fixed (float* packed = weights.Values.Span)
        fixed (int* offset = offsets)
        {
            for (int p = 0; p < weights.Panels; p++)
            {
                float* panel = packed + ((long)p * weights.Width * weights.Depth);
                float* target = output + (p * weights.Width);
                int valid = Math.Min(weights.Width, weights.Outputs - (p * weights.Width));
                int block = Math.Min(BlockRows, offsets.Length);
                for (int m = 0; m < offsets.Length; m += block)
                {
                    // The last block may repeat rows of the one before: the same values again.
                    int first = Math.Min(m, offsets.Length - block);
                    float* rowTarget = target + (first * weights.Outputs);
                    bool isWhole = valid == weights.Width;
                    float* to = isWhole ? rowTarget : partial;
                    int toStride = isWhole ? weights.Outputs : weights.Width;
                    if (block == BlockRows)
                    {
                        SixRows<TLanes, TVector>(x, offset + first, rows, rowLength, rowStride, panel, to, toStride);
                    }
                    else
                    {
                        FewRows<TLanes, TVector>(x, offset, block, rows, rowLength, rowStride, panel, to, toStride);
                    }

                    if (!isWhole)
                    {
                        CopyValid(partial, weights.Width, block, rowTarget, weights.Outputs, valid);
                    }
                }
            }
        }
    }

    // Nothing is called here after the loop: the register allocator would keep the sums in memory for the call's sake.
    private static void SixRows<TLanes, TVector>(
        float* x,
        int* offset,
        int rows,
        int rowLength,
        int rowStride,
        float* panel,
        float* target,
        int targetStride)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        TVector zero = TLanes.Broadcast(0f);
        TVector a0 = zero, a1 = zero, b0 = zero, b1 = zero, c0 = zero, c1 = zero;
        TVector d0 = zero, d1 = zero, e0 = zero, e1 = zero, f0 = zero, f1 = zero;
        for (int row = 0; row < rows; row++)
        {
            float* start = x + (row * rowStride);
            float* xa = start + offset[0];
            float* xb = start + offset[1];
            float* xc = start + offset[2];
            float* xd = start + offset[3];
            float* xe = start + offset[4];
            float* xf = start + offset[5];
            for (nint k = 0; k < rowLength; k++)
            {
                TVector w0 = TLanes.Load(panel);
                TVector w1 = TLanes.Load(panel + TLanes.Count);
                panel += 2 * TLanes.Count;
                TVector value = TLanes.Broadcast(xa[k]);
                a0 = TLanes.FusedMultiplyAdd(value, w0, a0);
                a1 = TLanes.FusedMultiplyAdd(value, w1, a1);
                value = TLanes.Broadcast(xb[k]);
                b0 = TLanes.FusedMultiplyAdd(value, w0, b0);
                b1 = TLanes.FusedMultiplyAdd(value, w1, b1);
                value = TLanes.Broadcast(xc[k]);
                c0 = TLanes.FusedMultiplyAdd(value, w0, c0);
                c1 = TLanes.FusedMultiplyAdd(value, w1, c1);
                value = TLanes.Broadcast(xd[k]);
                d0 = TLanes.FusedMultiplyAdd(value, w0, d0);
                d1 = TLanes.FusedMultiplyAdd(value, w1, d1);
                value = TLanes.Broadcast(xe[k]);
                e0 = TLanes.FusedMultiplyAdd(value, w0, e0);
                e1 = TLanes.FusedMultiplyAdd(value, w1, e1);
                value = TLanes.Broadcast(xf[k]);
                f0 = TLanes.FusedMultiplyAdd(value, w0, f0);
                f1 = TLanes.FusedMultiplyAdd(value, w1, f1);
            }
        }

        TLanes.Store(a0, target);
        TLanes.Store(a1, target + TLanes.Count);
        TLanes.Store(b0, target + targetStride);
        TLanes.Store(b1, target + targetStride + TLanes.Count);
        TLanes.Store(c0, target + (2 * targetStride));
        TLanes.Store(c1, target + (2 * targetStride) + TLanes.Count);
        TLanes.Store(d0, target + (3 * targetStride));
        TLanes.Store(d1, target + (3 * targetStride) + TLanes.Count);
        TLanes.Store(e0, target + (4 * targetStride));
        TLanes.Store(e1, target + (4 * targetStride) + TLanes.Count);
        TLanes.Store(f0, target + (5 * targetStride));
        TLanes.Store(f1, target + (5 * targetStride) + TLanes.Count);
    }

    private static void FewRows<TLanes, TVector>(
        float* x,
        int* offset,
        int count,
        int rows,
        int rowLength,
        int rowStride,
        float* panel,
        float* target,
        int targetStride)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        for (int m = 0; m < count; m++)
        {
            TVector sum0 = TLanes.Broadcast(0f);
            TVector sum1 = sum0;
            float* w = panel;
            for (int row = 0; row < rows; row++)
            {
                float* start = x + offset[m] + (row * rowStride);
                for (nint k = 0; k < rowLength; k++)
                {
                    TVector value = TLanes.Broadcast(start[k]);
                    sum0 = TLanes.FusedMultiplyAdd(value, TLanes.Load(w), sum0);
                    sum1 = TLanes.FusedMultiplyAdd(value, TLanes.Load(w + TLanes.Count), sum1);
                    w += 2 * TLanes.Count;
                }
            }

            TLanes.Store(sum0, target + (m * targetStride));
            TLanes.Store(sum1, target + (m * targetStride) + TLanes.Count);
        }
    }

    private static void CopyValid(float* source, int sourceStride, int rows, float* target, int targetStride, int valid)
    {
        for (int m = 0; m < rows; m++)
        {
            new ReadOnlySpan<float>(source + (m * sourceStride), valid).CopyTo(new Span<float>(target + (m * targetStride), valid));
        }
    }
}
