using System.Numerics;
using System.Runtime.CompilerServices;

namespace PimSim.Device;

internal sealed partial class OpenPageScheduler<TObserver>
{
    // A key, from the top: cycles from now on, class, order of arrival, and the bank. The least of all goes first. Of the
    // order 39 bits are left: 5 * 10^11 requests, a day's work.
    private const int DistanceShift = 62 - OpenPageRules.DistanceBits;
    private const int ClassShift = DistanceShift - 2;
    private const int OrderShift = 6;
    private const long RefreshClass = 0L << ClassShift;
    private const long AgedClass = 1L << ClassShift;
    private const long ColumnClass = 2L << ClassShift;
    private const long RowClass = 3L << ClassShift;
    private const long NoKey = long.MaxValue;

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
        ListLone();
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

            ulong banksOf = able[direction];
            if ((banksOf & (banksOf - 1)) == 0)
            {
                // One bank or none: nothing to compare.
                at = (direction * bankCount) + (BitOperations.TrailingZeroCount(banksOf) & (OpenPageRules.MostBanks - 1));
                best = banksOf == 0 ? NoKey : ((Earliest(at, now) - now) << DistanceShift) | rest[at];
            }
            else
            {
                best = timing.LeastKeyOf(bankFree, rest, selectors, direction * bankCount, now, DistanceShift);
                at = (direction * bankCount) + (int)(best & (OpenPageRules.MostBanks - 1));
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

    /// <inheritdoc/>
    public override bool Step(ref long now, long limit)
    {
        if (lone != RequestStore.None && ServeLone(ref now, limit))
        {
            return true;
        }

        if (lone != RequestStore.None)
        {
            return false;
        }

        if (IsStale)
        {
            if (RestsUntil(now, limit))
            {
                return false;
            }

            if (ServeBank(ref now, limit))
            {
                return true;
            }

            Choose(now);
        }

        if (chosenCycle >= limit)
        {
            return false;
        }

        now = chosenCycle;
        Issue();
        return true;
    }

    /// <summary>True when nothing can be done before <paramref name="limit"/>, so that nothing need be chosen yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool RestsUntil(long now, long limit)
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void UpdateChoice(int bank, int d, long now)
    {
        if (IsStale || now > agedAfter || NextDirection() != direction)
        {
            IsStale = true;
        }
        else if (d == direction && ((able[d] >> bank) & 1) != 0)
        {
            int at = (d * bankCount) + bank;
            ref readonly OpenPageCandidate c = ref candidates[at];
            if (bank != bestBank || bestRequest == RequestStore.None)
            {
                Consider(at, bank, now);
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
        for (ulong left = owed[d] & able[d]; left != 0; left &= left - 1)
        {
            int bank = BitOperations.TrailingZeroCount(left);
            int i = (d * bankCount) + bank;
            if (candidates[i].Request == banks[bank].Owed)
            {
                long key = ((Earliest(i, now) - now) << DistanceShift) | rest[i];
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long Earliest(int candidate, long now)
    {
        ref readonly OpenPageCandidate c = ref candidates[candidate];
        return Math.Max(timing.AboveFrom(c.Command, now), Math.Max(bankFree[candidate], timing.Groups[c.GroupSlot]));
    }

    /// <summary>Offers what a bank would do next, unless the refresh has the bank.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Consider(int candidate, int bank, long now)
    {
        ref readonly OpenPageCandidate c = ref candidates[candidate];
        long t = Earliest(candidate, now);
        if (t < ranks.NextRefresh || banks[bank].Owed == c.Request)
        {
            Offer(t, rest[candidate], c.Command, bank, c.Request);
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reconsider(int bank, in BankState b)
    {
        // A direction without requests has no bank that is able.
        if (store.HasAny(Reads) || able[Reads] != 0)
        {
            Reconsider(bank, Reads, b);
        }

        if (store.HasAny(Writes) || able[Writes] != 0)
        {
            Reconsider(bank, Writes, b);
        }
    }

    /// <summary>Works out anew what a bank would do next for a direction, after something happened in it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reconsider(int bank, int d, in BankState b)
    {
        int oldest = store.OldestIn(d, bank);
        int hit = b.Hit(d);
        if (oldest == RequestStore.None)
        {
            Unset(bank, d);
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
            Unset(bank, d);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Set(int bank, int d, int command, long rank, int request)
    {
        able[d] |= 1UL << bank;
        int at = (d * bankCount) + bank;
        ref OpenPageCandidate c = ref candidates[at];
        c.GroupSlot = timing.GroupSlot(command, bank);
        c.Command = command;
        c.Request = request;
        bankFree[at] = timing.BankFree(command, bank);
        rest[at] = rank | (store[request].Order << OrderShift) | (uint)bank;
        selectors[at] = selectorOf[command];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Unset(int bank, int d)
    {
        able[d] &= ~(1UL << bank);
        rest[(d * bankCount) + bank] = NoKey;
    }
}
