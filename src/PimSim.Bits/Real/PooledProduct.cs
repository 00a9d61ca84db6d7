using System.Runtime.Intrinsics;

namespace PimSim.Bits;

/// <summary>
/// <see cref="PanelProduct"/> and a max-pool of 2 x 2 in one: the sums of a window's four positions by two vectors of outputs stay in registers, and
/// only their first maximum, times a scale, and its place are written.
/// </summary>
internal static unsafe class PooledProduct
{
    private const int MaximumWidth = 32;

    /// <summary>Does all windows of an image.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="x">The image with its border.</param>
    /// <param name="offsets">Where the patch of each position begins; rows of <paramref name="width"/> x 2 positions.</param>
    /// <param name="taps">Where the values of a patch lie from there on.</param>
    /// <param name="width">Windows in a row.</param>
    /// <param name="scale">What the maxima are multiplied by.</param>
    /// <param name="pooled">Windows x outputs.</param>
    /// <param name="places">Windows x outputs, from 0 to 3.</param>
    public static void Run(
        PanelWeights weights, float* x, ReadOnlySpan<int> offsets, ReadOnlySpan<int> taps, int width, float scale, float* pooled, int* places)
    {
        switch (weights.Lanes)
        {
            case LaneWidth.Sixteen:
                Run<Lanes512, Vector512<float>>(weights, x, offsets, taps, width, scale, pooled, (float*)places);
                break;
            case LaneWidth.Eight:
                Run<Lanes256, Vector256<float>>(weights, x, offsets, taps, width, scale, pooled, (float*)places);
                break;
            default:
                Run<ScalarLanes, float>(weights, x, offsets, taps, width, scale, pooled, (float*)places);
                break;
        }
    }

    private static void Run<TLanes, TVector>(
        PanelWeights weights, float* x, ReadOnlySpan<int> offsets, ReadOnlySpan<int> taps, int width, float scale, float* pooled, float* places)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        float* partial = stackalloc float[2 * MaximumWidth];
        fixed (float* packed = weights.Values.Span)
        fixed (int* offset = offsets, tap = taps)
        {
            for (int first = 0; first < weights.Outputs; first += weights.Width)
            {
                float* panel = packed + ((long)first * weights.Depth);
                int valid = Math.Min(weights.Width, weights.Outputs - first);
                float* target = pooled + first;
                float* place = places + first;
                for (int* row = offset; row < offset + offsets.Length; row += 4 * width)
                {
                    if (valid == weights.Width)
                    {
                        Row<TLanes, TVector>(x, row, 2 * width, width, tap, weights.Depth, panel, scale, target, place, weights.Outputs);
                        target += width * weights.Outputs;
                        place += width * weights.Outputs;
                        continue;
                    }

                    for (int i = 0; i < width; i++, target += weights.Outputs, place += weights.Outputs)
                    {
                        Row<TLanes, TVector>(x, row + (2 * i), 2 * width, 1, tap, weights.Depth, panel, scale, partial, partial + MaximumWidth, 0);
                        new ReadOnlySpan<float>(partial, valid).CopyTo(new Span<float>(target, valid));
                        new ReadOnlySpan<float>(partial + MaximumWidth, valid).CopyTo(new Span<float>(place, valid));
                    }
                }
            }
        }
    }

    // Windows beside each other. Nothing is called here: the register allocator would keep the sums in memory for the call's sake.
    private static void Row<TLanes, TVector>(
        float* x, int* above, int rowPositions, int windows, int* taps, nint depth, float* panel, float scale, float* pooled, float* places, nint stride)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        TVector zero = TLanes.Broadcast(0f);
        TVector times = TLanes.Broadcast(scale);
        int* below = above + rowPositions;
        for (int* end = above + (2 * windows); above < end; above += 2, below += 2)
        {
            float* xa = x + above[0];
            float* xb = x + above[1];
            float* xc = x + below[0];
            float* xd = x + below[1];
            float* w = panel;
            TVector a0 = zero, a1 = zero, b0 = zero, b1 = zero, c0 = zero, c1 = zero, d0 = zero, d1 = zero;
            for (nint k = 0; k < depth; k++)
            {
                nint tap = taps[k];
                TVector w0 = TLanes.Load(w);
                TVector w1 = TLanes.Load(w + TLanes.Count);
                w += 2 * TLanes.Count;
                TVector value = TLanes.Broadcast(xa[tap]);
                a0 = TLanes.FusedMultiplyAdd(value, w0, a0);
                a1 = TLanes.FusedMultiplyAdd(value, w1, a1);
                value = TLanes.Broadcast(xb[tap]);
                b0 = TLanes.FusedMultiplyAdd(value, w0, b0);
                b1 = TLanes.FusedMultiplyAdd(value, w1, b1);
                value = TLanes.Broadcast(xc[tap]);
                c0 = TLanes.FusedMultiplyAdd(value, w0, c0);
                c1 = TLanes.FusedMultiplyAdd(value, w1, c1);
                value = TLanes.Broadcast(xd[tap]);
                d0 = TLanes.FusedMultiplyAdd(value, w0, d0);
                d1 = TLanes.FusedMultiplyAdd(value, w1, d1);
            }

            TVector place0 = zero, place1 = zero;
            WindowMaximum.Take<TLanes, TVector>(b0, 1, ref a0, ref place0);
            WindowMaximum.Take<TLanes, TVector>(b1, 1, ref a1, ref place1);
            WindowMaximum.Take<TLanes, TVector>(c0, 2, ref a0, ref place0);
            WindowMaximum.Take<TLanes, TVector>(c1, 2, ref a1, ref place1);
            WindowMaximum.Take<TLanes, TVector>(d0, 3, ref a0, ref place0);
            WindowMaximum.Take<TLanes, TVector>(d1, 3, ref a1, ref place1);
            TLanes.Store(TLanes.Multiply(a0, times), pooled);
            TLanes.Store(TLanes.Multiply(a1, times), pooled + TLanes.Count);
            TLanes.Store(place0, places);
            TLanes.Store(place1, places + TLanes.Count);
            pooled += stride;
            places += stride;
        }
    }
}
