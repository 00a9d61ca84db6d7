using System.Runtime.CompilerServices;
using PimSim.Models;

namespace PimSim.Device;

internal sealed partial class RequestScheduler<TObserver>
{
    // Of commands that are legal in the same cycle the one with the smallest key goes: its class, then age.
    private const long RefreshClass = 0L << BankCandidates.ClassShift;
    private const long AgedClass = 1L << BankCandidates.ClassShift;
    private const long ColumnClass = 2L << BankCandidates.ClassShift;
    private const long RowClass = 3L << BankCandidates.ClassShift;
    private const long IdleClass = 4L << BankCandidates.ClassShift;

    private RequestDecision best;
    private long bestKey;

    /// <summary>What comes next, and when, if nothing enters before, as <see cref="Chosen"/>; pure but for the direction of the bus.</summary>
    public override void Choose(long now)
    {
        IsStale = false;
        best = RequestDecision.Nothing;
        bestKey = long.MaxValue;
        if (Busy)
        {
            ChooseRequest(now);
            if (quiet && best.Cycle < ranks.NextRefresh)
            {
                return;
            }
        }

        for (int g = 0; g < ranks.Count; g++)
        {
            if (!ranks.Blocked[g])
            {
                ChooseRefresh(g, now);
                ChoosePower(g, now);
            }
        }

        if (policy.PagePolicy == PagePolicy.Adaptive)
        {
            ChooseIdle(now);
        }
    }

    private void Offer(long cycle, long key, RequestStep step, int command, int bank, int request)
    {
        if (cycle < best.Cycle || (cycle == best.Cycle && key < bestKey))
        {
            best = new RequestDecision(cycle, step, command, bank, request);
            bestKey = key;
        }
    }

    private void ChooseRefresh(int g, long now)
    {
        long from = ranks.RefreshFrom(g);
        if (from == long.MaxValue || from > best.Cycle || !ranks.IsUp(g))
        {
            return;
        }

        int bank = g * banksPerGroup;
        if (policy.Refresh == RefreshPolicy.PerBank)
        {
            bank += ranks.RefreshBank[g];
            ChooseRefresh(g, bank, banks[bank].Owed != RequestStore.None, banks[bank].OpenRow != BankState.Closed, roles.Precharge, roles.RefreshBank, Math.Max(from, now));
        }
        else
        {
            ChooseRefresh(g, bank, ranks.OwedBanks[g] > 0, ranks.OpenBanks[g] > 0, roles.PrechargeAll, roles.RefreshAll, Math.Max(from, now));
        }
    }

    /// <summary>Rows that were opened for a request are used first: otherwise a refresh could undo each activate.</summary>
    private void ChooseRefresh(int g, int bank, bool waits, bool close, int precharge, int refresh, long from)
    {
        if (!waits)
        {
            int command = close ? precharge : refresh;
            Offer(Math.Max(from, Earliest(command, bank)), RefreshClass + g, close ? RequestStep.CloseForRefresh : RequestStep.Refresh, command, bank, RequestStore.None);
        }
    }

    private void ChooseRequest(long now)
    {
        int oldest = RequestStore.None;
        bool aged = false;
        if (now > agedAfter || policy.Scheduler == SchedulerKind.Fcfs)
        {
            // The oldest request only grows younger, so what was not aged at that time need not be looked at before.
            oldest = store.Oldest();
            agedAfter = store[oldest].Entered + policy.AgeLimitCycles;
            aged = now > agedAfter;
        }

        if (policy.Scheduler == SchedulerKind.Fcfs)
        {
            direction = store[oldest].Direction;
            ChooseFor(store[oldest].Bank, direction, oldest, AgedClass, now);
            return;
        }

        if (shared)
        {
            ChooseDirection(RequestStore.Reads, oldest, aged, now);
            ChooseDirection(RequestStore.Writes, oldest, aged, now);
            return;
        }

        direction = aged ? store[oldest].Direction : NextDirection();
        ChooseDirection(direction, oldest, aged, now);
        if (owed[1 - direction] > 0)
        {
            ChooseOwed(1 - direction, now);
        }
    }

    /// <summary>Writes are drained from one watermark to the other, and whenever no read waits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int NextDirection()
    {
        if (!store.HasAny(RequestStore.Writes) || !store.HasAny(RequestStore.Reads))
        {
            return store.HasAny(RequestStore.Reads) ? RequestStore.Reads : RequestStore.Writes;
        }

        int waiting = count[RequestStore.Writes];
        return direction == RequestStore.Writes
            ? waiting <= policy.DrainStop ? RequestStore.Reads : RequestStore.Writes
            : waiting >= policy.DrainStart ? RequestStore.Writes : RequestStore.Reads;
    }

    private void ChooseDirection(int d, int oldest, bool aged, long now)
    {
        ReadOnlySpan<int> active = store.ActiveBanks(d);
        if (!aged && !ranks.AnyDown)
        {
            (long t, long key) = candidates[d].Earliest(timing.Slots, clock, now);
            if (t < ranks.NextRefresh)
            {
                Offer(t, key, d);
                return;
            }
        }

        int agedBank = aged ? store[oldest].Bank : -1;
        foreach (int bank in active)
        {
            if (bank != agedBank)
            {
                Consider(bank, d, now);
            }
            else if (store[oldest].Direction == d)
            {
                ChooseFor(bank, d, oldest, AgedClass, now);
            }
        }
    }

    /// <summary>Offers what a bank would do next for a direction, unless the refresh has the bank.</summary>
    private void Consider(int bank, int d, long from)
    {
        BankCandidates c = candidates[d];
        if (c.Request(bank) == RequestStore.None)
        {
            return;
        }

        long t = Math.Max(from, clock.Earliest(c.Command(bank), bank));
        if (t < RefreshFrom(groupOf[bank], bank) || banks[bank].Owed == c.Request(bank))
        {
            Offer(t, c.Key(bank), d);
        }
    }

    private void Offer(long cycle, long key, int d)
    {
        if (key == long.MaxValue || cycle > best.Cycle || (cycle == best.Cycle && key >= bestKey))
        {
            return;
        }

        int bank = (int)(key & ((1L << BankCandidates.BankBits) - 1));
        BankCandidates c = candidates[d];
        RequestStep step = c.Command(bank) switch
        {
            RequestCommand.Activate => RequestStep.Activate,
            RequestCommand.Precharge => RequestStep.Precharge,
            _ => RequestStep.Column,
        };
        best = new RequestDecision(cycle, step, clock.Ids[(int)c.Command(bank)], bank, c.Request(bank));
        bestKey = key;
    }

    /// <summary>Works out anew what a bank would do next, after something happened in it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reconsider(int bank)
    {
        Reconsider(bank, RequestStore.Reads);
        Reconsider(bank, RequestStore.Writes);
    }

    private void Reconsider(int bank, int d)
    {
        BankCandidates c = candidates[d];
        int oldest = store.OldestIn(d, bank);
        if (oldest == RequestStore.None)
        {
            c.SetNone(bank);
            return;
        }

        ref readonly BankState b = ref banks[bank];
        int hit = b.Hit(d);
        if (ranks.AnyDown && (ranks.Blocked[groupOf[bank]] || !ranks.IsUp(groupOf[bank])))
        {
            c.SetNone(bank);
        }
        else if (!b.IsOpen)
        {
            Set(c, RequestCommand.Activate, RowClass, oldest, bank);
        }
        else if (hit != RequestStore.None && !IsCapped(b, hit, oldest))
        {
            Set(c, ColumnCommand(hit), ColumnClass, hit, bank);
        }
        else if (b.Owed == RequestStore.None && (!shared || hit != RequestStore.None || b.Hit(1 - d) == RequestStore.None))
        {
            Set(c, RequestCommand.Precharge, RowClass, oldest, bank);
        }
        else
        {
            c.SetNone(bank);
        }
    }

    /// <summary>True when accesses to the open row have passed an older request of the bank often enough.</summary>
    private bool IsCapped(in BankState b, int hit, int oldest) => policy.RowHitCap > 0 && b.Passed >= policy.RowHitCap && hit != oldest;

    private void Set(BankCandidates c, RequestCommand command, long rank, int request, int bank) =>
        c.Set(bank, command, request, KeyOf(rank, request, bank), clock.BankFree(command, bank), clock.GroupSlot(command, bank));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long KeyOf(long rank, int request, int bank) => rank + (store[request].Order << BankCandidates.BankBits) + bank;

    /// <summary>The next command for one request, whatever others want.</summary>
    private void ChooseFor(int bank, int d, int request, long rank, long now)
    {
        int first = banks[bank].Owed;
        if (first != RequestStore.None && first != request)
        {
            // The row was just opened for another one: it is used once before it is closed.
            ChooseColumn(bank, store[first].Direction, first, rank, now);
        }
        else if (banks[bank].OpenRow == store[request].Row)
        {
            ChooseColumn(bank, d, request, rank, now);
        }
        else
        {
            ChooseRow(bank, request, rank, now);
        }
    }

    /// <summary>Rows that were opened in the other direction before the bus turned are used, not lost.</summary>
    private void ChooseOwed(int d, long now)
    {
        foreach (int bank in store.ActiveBanks(d))
        {
            int request = banks[bank].Owed;
            if (request != RequestStore.None && request == candidates[d].Request(bank))
            {
                Consider(bank, d, now);
            }
        }
    }

    private void ChooseColumn(int bank, int d, int request, long rank, long now)
    {
        int g = groupOf[bank];
        if (ranks.Blocked[g] || !ranks.IsUp(g))
        {
            return;
        }

        RequestCommand command = ColumnCommand(request);
        long t = Math.Max(now, clock.Earliest(command, bank));
        if (t < RefreshFrom(g, bank) || banks[bank].Owed == request)
        {
            Offer(t, KeyOf(rank, request, bank), RequestStep.Column, clock.Ids[(int)command], bank, request);
        }
    }

    private void ChooseRow(int bank, int request, long rank, long now)
    {
        int g = groupOf[bank];
        bool open = banks[bank].OpenRow != BankState.Closed;
        if (ranks.Blocked[g] || !ranks.IsUp(g) || (open && banks[bank].Owed != RequestStore.None))
        {
            return;
        }

        RequestCommand command = open ? RequestCommand.Precharge : RequestCommand.Activate;
        long t = Math.Max(now, clock.Earliest(command, bank));
        if (t < RefreshFrom(g, bank))
        {
            Offer(t, KeyOf(rank, request, bank), open ? RequestStep.Precharge : RequestStep.Activate, clock.Ids[(int)command], bank, request);
        }
    }

    /// <summary>From when on a bank belongs to the refresh.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long RefreshFrom(int g, int bank) =>
        policy.Refresh == RefreshPolicy.PerBank && bank - (g * banksPerGroup) != ranks.RefreshBank[g] ? long.MaxValue : ranks.RefreshFrom(g);

    private void ChooseIdle(long now)
    {
        for (int bank = 0; bank < banks.Length; bank++)
        {
            int g = groupOf[bank];
            bool wanted = banks[bank].Hit(0) != RequestStore.None || banks[bank].Hit(1) != RequestStore.None || banks[bank].Owed != RequestStore.None;
            if (banks[bank].OpenRow == BankState.Closed || wanted || ranks.Blocked[g] || !ranks.IsUp(g))
            {
                continue;
            }

            long t = Math.Max(Math.Max(now, banks[bank].LastAccess + banks[bank].IdleLimit), Earliest(roles.Precharge, bank));
            Offer(t, IdleClass + bank, RequestStep.CloseIdle, roles.Precharge, bank, RequestStore.None);
        }
    }
}
