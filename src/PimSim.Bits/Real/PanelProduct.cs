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
        fixed (float* packed = weights.Values)
        fixed (int* offset = offsets)
        {
            for (int p = 0; p < weights.Panels; p++)
            {
                float* panel = packed + ((long)p * weights.Width * weights.Depth);
                int valid = Math.Min(weights.Width, weights.Outputs - (p * weights.Width));
                float* target = output + (p * weights.Width);
                if (offsets.Length < BlockRows)
                {
                    for (int m = 0; m < offsets.Length; m++)
                    {
                        OneRow<TLanes, TVector>(x + offset[m], rows, rowLength, rowStride, panel, target + (m * weights.Outputs), valid);
                    }

                    continue;
                }

                for (int m = 0; m < offsets.Length; m += BlockRows)
                {
                    // The last block may repeat rows of the one before: the same values again.
                    int first = Math.Min(m, offsets.Length - BlockRows);
                    SixRows<TLanes, TVector>(
                        x, offset + first, rows, rowLength, rowStride, panel, target + (first * weights.Outputs), weights.Outputs, valid);
                }
            }
        }
    }

    private static void SixRows<TLanes, TVector>(
        float* x,
        int* offset,
        int rows,
        int rowLength,
        int rowStride,
        float* panel,
        float* target,
        int targetStride,
        int valid)
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

        StoreRow<TLanes, TVector>(a0, a1, target, valid);
        StoreRow<TLanes, TVector>(b0, b1, target + targetStride, valid);
        StoreRow<TLanes, TVector>(c0, c1, target + (2 * targetStride), valid);
        StoreRow<TLanes, TVector>(d0, d1, target + (3 * targetStride), valid);
        StoreRow<TLanes, TVector>(e0, e1, target + (4 * targetStride), valid);
        StoreRow<TLanes, TVector>(f0, f1, target + (5 * targetStride), valid);
    }

    private static void OneRow<TLanes, TVector>(
        float* x,
        int rows,
        int rowLength,
        int rowStride,
        float* panel,
        float* target,
        int valid)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        TVector sum0 = TLanes.Broadcast(0f);
        TVector sum1 = sum0;
        for (int row = 0; row < rows; row++)
        {
            float* start = x + (row * rowStride);
            for (nint k = 0; k < rowLength; k++)
            {
                TVector value = TLanes.Broadcast(start[k]);
                sum0 = TLanes.FusedMultiplyAdd(value, TLanes.Load(panel), sum0);
                sum1 = TLanes.FusedMultiplyAdd(value, TLanes.Load(panel + TLanes.Count), sum1);
                panel += 2 * TLanes.Count;
            }
        }

        StoreRow<TLanes, TVector>(sum0, sum1, target, valid);
    }

    internal static void StoreRow<TLanes, TVector>(TVector low, TVector high, float* target, int valid)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        if (valid == 2 * TLanes.Count)
        {
            TLanes.Store(low, target);
            TLanes.Store(high, target + TLanes.Count);
            return;
        }

        float* buffer = stackalloc float[32];
        TLanes.Store(low, buffer);
        TLanes.Store(high, buffer + TLanes.Count);
        for (int i = 0; i < valid; i++)
        {
            target[i] = buffer[i];
        }
    }
}
