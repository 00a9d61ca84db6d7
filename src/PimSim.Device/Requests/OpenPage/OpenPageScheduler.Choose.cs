using System.Numerics;
using System.Runtime.CompilerServices;

namespace PimSim.Device;

internal sealed partial class OpenPageScheduler<TObserver>
{
    // A key, from the top: cycles from now on, class, order of arrival. The least of all goes first.
    private const int DistanceShift = 62 - OpenPageRules.DistanceBits;
    private const int ClassShift = DistanceShift - 2;
    private const long RefreshClass = 0L << ClassShift;
    private const long AgedClass = 1L << ClassShift;
    private const long ColumnClass = 2L << ClassShift;
    private const long RowClass = 3L << ClassShift;
    private const long NoKey = long.MaxValue >> 1;

    // What was chosen; the key without the distance, which the cycle stands for.
    private long chosenCycle;
    private long bestKey;
    private int bestCommand;
    private int bestBank;
    private int bestRequest;

    /// <inheritdoc/>
    public override long ChosenCycle => chosenCycle;

    /// <summary>What comes next, and when, if nothing enters before.</summary>
    public override void Choose(long now)
    {
        IsStale = false;
        bool aged = false;
        long best = NoKey;
        int at = 0;
        if (Busy)
        {
            int oldest = RequestStore.None;
            if (now > agedAfter)
            {
                // The oldest request only grows younger, so what was not aged at that time need not be looked at before.
                oldest = store.Oldest();
                agedAfter = store[oldest].Entered + ageLimit;
                aged = now > agedAfter;
            }

            direction = aged ? store[oldest].Direction : NextDirection();
            if (aged)
            {
                ChooseWithCare(now, oldest);
                return;
            }

            ulong banksOf = able[direction].Any;
            if ((banksOf & (banksOf - 1)) == 0)
            {
                // One bank or none: nothing to compare.
                at = (direction * bankCount) + (BitOperations.TrailingZeroCount(banksOf) & (OpenPageRules.MostBanks - 1));
                best = banksOf == 0 ? NoKey : ((Earliest(candidates[at], now) - now) << DistanceShift) | candidates[at].Key;
            }
            else
            {
                Least(now, ref best, ref at);
            }

            if (owed[1 - direction] != 0)
            {
                ChooseOwed(now, ref best, ref at);
            }
        }

        long cycle = best == NoKey ? long.MaxValue : now + (best >> DistanceShift);
        if (cycle < ranks.NextRefresh)
        {
            Take(cycle, best, at);
        }
        else
        {
            ChooseWithCare(now, RequestStore.None);
        }
    }

    /// <summary>The least key of all banks for the direction, and the candidate that it is of.</summary>
    private void Least(long now, ref long best, ref int at)
    {
        int first = direction * bankCount;
        Least(able[direction].Column, direction, ColumnClass, first, now, ref best, ref at);
        Least(able[direction].Precharge, OpenPageCommand.Precharge, RowClass, first, now, ref best, ref at);
        Least(able[direction].Activate, OpenPageCommand.Activate, RowClass, first, now, ref best, ref at);
    }

    /// <summary>The same for the banks that would take one command.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Least(ulong banksOf, int command, long rank, int first, long now, ref long best, ref int at)
    {
        if (banksOf == 0)
        {
            return;
        }

        // What lies above the banks holds all of them back: often no need to look at any.
        long from = timing.AboveFrom(command, now);
        if ((((from - now) << DistanceShift) | rank) > best)
        {
            return;
        }

        ReadOnlySpan<OpenPageCandidate> all = candidates.AsSpan(first, bankCount);
        ReadOnlySpan<long> groups = timing.Groups;
        long least = best;
        long index = at;
        do
        {
            // No branch depends on data here: mispredicted ones cost more than everything else.
            int bank = BitOperations.TrailingZeroCount(banksOf);
            ref readonly OpenPageCandidate c = ref all[bank];
            long distance = Larger(Larger(c.BankFree, groups[c.GroupSlot]), from) - now;
            long less = ((distance << DistanceShift) | c.Key) - least;
            long mask = less >> 63;
            least += less & mask;
            index += (first + bank - index) & mask;
            banksOf &= banksOf - 1;
        }
        while (banksOf != 0);

        best = least;
        at = (int)index;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Larger(long a, long b)
    {
        long d = a - b;
        return a - (d & (d >> 63));
    }

    /// <inheritdoc/>
    public override bool RestsUntil(long now, long limit)
    {
        if (!Busy && ranks.NextRefresh >= limit)
        {
            return true;
        }

        if (timing.BusesFree < limit || now > agedAfter)
        {
            return false;
        }

        // No command can go while the buses are taken; a choice would have turned the bus, though.
        direction = NextDirection();
        return true;
    }

    /// <summary>What a request that came in changes: its own bank's next command, unless the bus turns or a request has aged.</summary>
    private void UpdateChoice(int bank, int d, long now)
    {
        if (IsStale || now > agedAfter || NextDirection() != direction)
        {
            IsStale = true;
        }
        else if (d == direction && ((able[d].Any >> bank) & 1) != 0)
        {
            ref readonly OpenPageCandidate c = ref candidates[(d * bankCount) + bank];
            if (bank != bestBank || bestRequest == RequestStore.None)
            {
                Consider(c, bank, now);
            }
            else if (c.Request != bestRequest || c.Command != bestCommand)
            {
                IsStale = true;
            }
        }
    }

    /// <summary>Writes are drained from one watermark to the other, and whenever no read waits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int NextDirection()
    {
        if (!store.HasAny(Writes) || !store.HasAny(Reads))
        {
            return store.HasAny(Reads) ? Reads : Writes;
        }

        int waiting = count[Writes];
        return direction == Writes
            ? waiting <= drainStop ? Reads : Writes
            : waiting >= drainStart ? Writes : Reads;
    }

    /// <summary>Rows that were opened in the other direction before the bus turned are used, not lost.</summary>
    private void ChooseOwed(long now, ref long best, ref int at)
    {
        int d = 1 - direction;
        for (ulong rest = owed[d] & able[d].Any; rest != 0; rest &= rest - 1)
        {
            int bank = BitOperations.TrailingZeroCount(rest);
            int i = (d * bankCount) + bank;
            ref readonly OpenPageCandidate c = ref candidates[i];
            if (c.Request == banks[bank].Owed)
            {
                long key = ((Earliest(c, now) - now) << DistanceShift) | c.Key;
                at = key < best ? i : at;
                best = key < best ? key : best;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Take(long cycle, long key, int candidate)
    {
        ref readonly OpenPageCandidate c = ref candidates[candidate];
        chosenCycle = cycle;
        bestKey = key & ~(-1L << DistanceShift);
        bestCommand = c.Command;
        bestBank = candidate >= bankCount ? candidate - bankCount : candidate;
        bestRequest = c.Request;
    }

    /// <summary>Chooses where a request has aged or a refresh is near, which not every bank's command may precede.</summary>
    private void ChooseWithCare(long now, int aged)
    {
        chosenCycle = long.MaxValue;
        bestKey = NoKey;
        bestRequest = RequestStore.None;
        int agedBank = aged == RequestStore.None ? RequestStore.None : store[aged].Bank;
        if (Busy)
        {
            for (ulong rest = able[direction].Any; rest != 0; rest &= rest - 1)
            {
                int bank = BitOperations.TrailingZeroCount(rest);
                if (bank != agedBank)
                {
                    Consider(candidates[(direction * bankCount) + bank], bank, now);
                }
            }

            if (aged != RequestStore.None)
            {
                ChooseAged(now, aged);
            }

            for (ulong rest = owed[1 - direction] & able[1 - direction].Any; rest != 0; rest &= rest - 1)
            {
                int bank = BitOperations.TrailingZeroCount(rest);
                ref readonly OpenPageCandidate c = ref candidates[((1 - direction) * bankCount) + bank];
                if (c.Request == banks[bank].Owed)
                {
                    Consider(c, bank, now);
                }
            }
        }

        long due = ranks.NextRefresh;
        if (due <= chosenCycle && due != long.MaxValue && (owed[Reads] | owed[Writes]) == 0)
        {
            // Rows that were opened for a request are used first: otherwise a refresh could undo each activate.
            int command = openBanks > 0 ? OpenPageCommand.PrechargeAll : OpenPageCommand.Refresh;
            Offer(timing.EarliestForAll(command, Math.Max(due, now)), RefreshClass, command, 0, RequestStore.None);
        }
    }

    /// <summary>The next command for the oldest request, whatever others want.</summary>
    private void ChooseAged(long now, int aged)
    {
        ref readonly RequestEntry e = ref store[aged];
        ref readonly BankState b = ref banks[e.Bank];
        long order = e.Order;
        if (b.Owed != RequestStore.None && b.Owed != aged)
        {
            // The row was just opened for another one: it is used once before it is closed.
            order = store[b.Owed].Order;
            OfferAged(store[b.Owed].Direction, b.Owed, e.Bank, order, now);
        }
        else if (b.OpenRow == e.Row)
        {
            OfferAged(e.Direction, aged, e.Bank, order, now);
        }
        else if (!b.IsOpen || b.Owed == RequestStore.None)
        {
            OfferAged(b.IsOpen ? OpenPageCommand.Precharge : OpenPageCommand.Activate, aged, e.Bank, order, now);
        }
    }

    private void OfferAged(int command, int request, int bank, long order, long now)
    {
        long t = timing.Earliest(command, bank, now);
        if (t < ranks.NextRefresh || banks[bank].Owed == request)
        {
            Offer(t, AgedClass | order, command, bank, request);
        }
    }

    private long Earliest(in OpenPageCandidate c, long now) =>
        Math.Max(timing.AboveFrom(c.Command, now), Math.Max(c.BankFree, timing.Groups[c.GroupSlot]));

    /// <summary>Offers what a bank would do next, unless the refresh has the bank.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Consider(in OpenPageCandidate c, int bank, long now)
    {
        long t = Earliest(c, now);
        if (t < ranks.NextRefresh || banks[bank].Owed == c.Request)
        {
            Offer(t, c.Key, c.Command, bank, c.Request);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Offer(long cycle, long key, int command, int bank, int request)
    {
        if (cycle < chosenCycle || (cycle == chosenCycle && key < bestKey))
        {
            chosenCycle = cycle;
            bestKey = key;
            bestCommand = command;
            bestBank = bank;
            bestRequest = request;
        }
    }

    private void Reconsider(int bank, in BankState b)
    {
        // A direction without requests has no bank that is able.
        if (store.HasAny(Reads) || able[Reads].Any != 0)
        {
            Reconsider(bank, Reads, b);
        }

        if (store.HasAny(Writes) || able[Writes].Any != 0)
        {
            Reconsider(bank, Writes, b);
        }
    }

    /// <summary>Works out anew what a bank would do next for a direction, after something happened in it.</summary>
    private void Reconsider(int bank, int d, in BankState b)
    {
        int oldest = store.OldestIn(d, bank);
        int hit = b.Hit(d);
        if (oldest == RequestStore.None)
        {
            able[d].Remove(bank);
        }
        else if (!b.IsOpen)
        {
            Set(bank, d, OpenPageCommand.Activate, RowClass, oldest);
        }
        else if (hit != RequestStore.None && (hit == oldest || rowHitCap == 0 || b.Passed < rowHitCap))
        {
            Set(bank, d, d, ColumnClass, hit);
        }
        else if (b.Owed == RequestStore.None)
        {
            Set(bank, d, OpenPageCommand.Precharge, RowClass, oldest);
        }
        else
        {
            able[d].Remove(bank);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Set(int bank, int d, int command, long rank, int request)
    {
        able[d].Set(bank, command);
        ref OpenPageCandidate c = ref candidates[(d * bankCount) + bank];
        c.BankFree = timing.BankFree(command, bank);
        c.Key = rank | store[request].Order;
        c.GroupSlot = timing.GroupSlot(command, bank);
        c.Command = command;
        c.Request = request;
    }
}
