namespace PimSim.Bits;

/// <summary>
/// Sums of two rows of pixels over a list, in its order: target[row, c] += factor * weights[offset + row * rowLength + c] for four vectors of channels.
/// One chain of fused multiply-adds for each sum, which stays in a register. Lanes hold channels.
/// </summary>
internal static unsafe class TwoRowSums
{
    /// <summary>Vectors of channels at once.</summary>
    public const int Vectors = 4;

    /// <summary>Sums a list.</summary>
    /// <param name="list">First entry.</param>
    /// <param name="end">After the last.</param>
    /// <param name="weights">What offsets count from.</param>
    /// <param name="target">The pixel in the first row.</param>
    /// <param name="stride">From there to the second row.</param>
    /// <param name="begins">Whether sums begin at +0, or go on.</param>
    public static void Add<TLanes, TVector>(ListEntry* list, ListEntry* end, float* weights, float* target, int stride, bool begins)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        int n = TLanes.Count;
        int below = PairWeights.Kernel * Vectors * n;
        float* second = target + stride;
        TVector a0, b0, c0, d0, a1, b1, c1, d1;
        if (begins)
        {
            a0 = b0 = c0 = d0 = a1 = b1 = c1 = d1 = TLanes.Broadcast(0f);
        }
        else
        {
            a0 = TLanes.Load(target);
            b0 = TLanes.Load(target + n);
            c0 = TLanes.Load(target + (2 * n));
            d0 = TLanes.Load(target + (3 * n));
            a1 = TLanes.Load(second);
            b1 = TLanes.Load(second + n);
            c1 = TLanes.Load(second + (2 * n));
            d1 = TLanes.Load(second + (3 * n));
        }

        for (; list < end; list++)
        {
            float* w = weights + list->Offset;
            TVector factor = TLanes.Broadcast(list->Factor);
            a0 = TLanes.FusedMultiplyAdd(factor, TLanes.Load(w), a0);
            b0 = TLanes.FusedMultiplyAdd(factor, TLanes.Load(w + n), b0);
            c0 = TLanes.FusedMultiplyAdd(factor, TLanes.Load(w + (2 * n)), c0);
            d0 = TLanes.FusedMultiplyAdd(factor, TLanes.Load(w + (3 * n)), d0);
            a1 = TLanes.FusedMultiplyAdd(factor, TLanes.Load(w + below), a1);
            b1 = TLanes.FusedMultiplyAdd(factor, TLanes.Load(w + below + n), b1);
            c1 = TLanes.FusedMultiplyAdd(factor, TLanes.Load(w + below + (2 * n)), c1);
            d1 = TLanes.FusedMultiplyAdd(factor, TLanes.Load(w + below + (3 * n)), d1);
        }

        TLanes.Store(a0, target);
        TLanes.Store(b0, target + n);
        TLanes.Store(c0, target + (2 * n));
        TLanes.Store(d0, target + (3 * n));
        TLanes.Store(a1, second);
        TLanes.Store(b1, second + n);
        TLanes.Store(c1, second + (2 * n));
        TLanes.Store(d1, second + (3 * n));
    }
}
