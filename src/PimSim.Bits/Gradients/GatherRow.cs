namespace PimSim.Bits;

/// <summary>
/// sums[j] += factor * source[offset + j], over a list in its order: one chain of fused multiply-adds for each sum, which
/// stays in a register over the whole list. Lanes hold sums.
/// </summary>
internal static unsafe class GatherRow
{
    /// <summary>Adds all terms to <paramref name="length"/> sums, as many at once as registers hold.</summary>
    public static void Run<TLanes, TVector>(ListEntry* list, int count, float* source, float* sums, int length)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        int n = TLanes.Count;
        ListEntry* end = list + count;
        int j = 0;
        for (; j <= length - (12 * n); j += 12 * n)
        {
            Twelve<TLanes, TVector>(list, end, source + j, sums + j);
        }

        for (; j <= length - (4 * n); j += 4 * n)
        {
            Four<TLanes, TVector>(list, end, source + j, sums + j);
        }

        for (; j <= length - n; j += n)
        {
            One<TLanes, TVector>(list, end, source + j, sums + j);
        }

        for (; j < length; j++)
        {
            One<ScalarLanes, float>(list, end, source + j, sums + j);
        }
    }

    private static void Twelve<TLanes, TVector>(ListEntry* list, ListEntry* end, float* source, float* target)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        int n = TLanes.Count;
        TVector a = TLanes.Load(target);
        TVector b = TLanes.Load(target + n);
        TVector c = TLanes.Load(target + (2 * n));
        TVector d = TLanes.Load(target + (3 * n));
        TVector e = TLanes.Load(target + (4 * n));
        TVector f = TLanes.Load(target + (5 * n));
        TVector g = TLanes.Load(target + (6 * n));
        TVector h = TLanes.Load(target + (7 * n));
        TVector i = TLanes.Load(target + (8 * n));
        TVector j = TLanes.Load(target + (9 * n));
        TVector k = TLanes.Load(target + (10 * n));
        TVector l = TLanes.Load(target + (11 * n));
        for (; list < end; list++)
        {
            float* x = source + list->Offset;
            TVector factor = TLanes.Broadcast(list->Factor);
            a = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x), a);
            b = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x + n), b);
            c = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x + (2 * n)), c);
            d = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x + (3 * n)), d);
            e = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x + (4 * n)), e);
            f = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x + (5 * n)), f);
            g = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x + (6 * n)), g);
            h = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x + (7 * n)), h);
            i = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x + (8 * n)), i);
            j = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x + (9 * n)), j);
            k = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x + (10 * n)), k);
            l = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x + (11 * n)), l);
        }

        TLanes.Store(a, target);
        TLanes.Store(b, target + n);
        TLanes.Store(c, target + (2 * n));
        TLanes.Store(d, target + (3 * n));
        TLanes.Store(e, target + (4 * n));
        TLanes.Store(f, target + (5 * n));
        TLanes.Store(g, target + (6 * n));
        TLanes.Store(h, target + (7 * n));
        TLanes.Store(i, target + (8 * n));
        TLanes.Store(j, target + (9 * n));
        TLanes.Store(k, target + (10 * n));
        TLanes.Store(l, target + (11 * n));
    }

    private static void Four<TLanes, TVector>(ListEntry* list, ListEntry* end, float* source, float* target)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        int n = TLanes.Count;
        TVector a = TLanes.Load(target);
        TVector b = TLanes.Load(target + n);
        TVector c = TLanes.Load(target + (2 * n));
        TVector d = TLanes.Load(target + (3 * n));
        for (; list < end; list++)
        {
            float* x = source + list->Offset;
            TVector factor = TLanes.Broadcast(list->Factor);
            a = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x), a);
            b = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x + n), b);
            c = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x + (2 * n)), c);
            d = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x + (3 * n)), d);
        }

        TLanes.Store(a, target);
        TLanes.Store(b, target + n);
        TLanes.Store(c, target + (2 * n));
        TLanes.Store(d, target + (3 * n));
    }

    private static void One<TLanes, TVector>(ListEntry* list, ListEntry* end, float* source, float* target)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        int n = TLanes.Count;
        TVector a = TLanes.Load(target);
        for (; list < end; list++)
        {
            float* x = source + list->Offset;
            TVector factor = TLanes.Broadcast(list->Factor);
            a = TLanes.FusedMultiplyAdd(factor, TLanes.Load(x), a);
        }

        TLanes.Store(a, target);
    }
}
