using PimSim.Models;

namespace PimSim.Device;

internal sealed partial class RequestScheduler<TObserver>
{
    // Of commands that are legal in the same cycle the one with the smallest key goes: its class, then age.
    private const long RefreshClass = 0L << 56;
    private const long AgedClass = 1L << 56;
    private const long ColumnClass = 2L << 56;
    private const long RowClass = 3L << 56;
    private const long IdleClass = 4L << 56;

    private RequestDecision best;
    private long bestKey;

    /// <summary>What comes next, and when, if nothing enters before; pure but for the direction of the bus.</summary>
    public RequestDecision Choose(long now)
    {
        best = RequestDecision.Nothing;
        bestKey = long.MaxValue;
        for (int g = 0; g < ranks.Count; g++)
        {
            if (!ranks.Blocked[g])
            {
                ChooseRefresh(g, now);
                ChoosePower(g, now);
            }
        }

        if (Busy)
        {
            ChooseRequest(now);
        }

        if (policy.PagePolicy == PagePolicy.Adaptive)
        {
            ChooseIdle(now);
        }

        return best;
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
        if (from == long.MaxValue || !ranks.IsUp(g))
        {
            return;
        }

        int bank = g * banksPerGroup;
        if (policy.Refresh == RefreshPolicy.PerBank)
        {
            bank += ranks.RefreshBank[g];
            ChooseRefresh(g, bank, banks.Owed[bank] != RequestStore.None, banks.OpenRow[bank] != BankTable.Closed, roles.Precharge, roles.RefreshBank, Math.Max(from, now));
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
        int oldest = OldestOfAll();
        bool aged = oldest != RequestStore.None && now - store.Entered[oldest] > policy.AgeLimitCycles;
        if (policy.Scheduler == SchedulerKind.Fcfs)
        {
            direction = store.Direction[oldest];
            ChooseFor(store.Bank[oldest], direction, oldest, AgedClass, now);
            return;
        }

        if (shared)
        {
            ChooseDirection(RequestStore.Reads, oldest, aged, now);
            ChooseDirection(RequestStore.Writes, oldest, aged, now);
            return;
        }

        direction = aged ? store.Direction[oldest] : NextDirection();
        ChooseDirection(direction, oldest, aged, now);
        if (owed[1 - direction] > 0)
        {
            ChooseOwed(1 - direction, now);
        }
    }

    private int OldestOfAll()
    {
        int read = store.Oldest(RequestStore.Reads);
        int write = store.Oldest(RequestStore.Writes);
        return read == RequestStore.None || (write != RequestStore.None && store.Order[write] < store.Order[read]) ? write : read;
    }

    /// <summary>Writes are drained from one watermark to the other, and whenever no read waits.</summary>
    private int NextDirection()
    {
        bool reads = store.Oldest(RequestStore.Reads) != RequestStore.None;
        bool writes = store.Oldest(RequestStore.Writes) != RequestStore.None;
        if (!reads || !writes)
        {
            return reads ? RequestStore.Reads : RequestStore.Writes;
        }

        int waiting = count[RequestStore.Writes];
        return direction == RequestStore.Writes
            ? waiting <= policy.DrainStop ? RequestStore.Reads : RequestStore.Writes
            : waiting >= policy.DrainStart ? RequestStore.Writes : RequestStore.Reads;
    }

    private void ChooseDirection(int d, int oldest, bool aged, long now)
    {
        int agedBank = aged ? store.Bank[oldest] : -1;
        foreach (int bank in store.ActiveBanks(d))
        {
            if (bank == agedBank)
            {
                if (store.Direction[oldest] == d)
                {
                    ChooseFor(bank, d, oldest, AgedClass, now);
                }

                continue;
            }

            int hit = banks.Hit[d][bank];
            bool capped = policy.RowHitCap > 0 && banks.Passed[bank] >= policy.RowHitCap && hit != store.OldestIn(d, bank);
            if (hit != RequestStore.None && !capped)
            {
                ChooseColumn(bank, d, hit, ColumnClass, now);
            }
            else if (!shared || capped || banks.Hit[1 - d][bank] == RequestStore.None)
            {
                ChooseRow(bank, store.OldestIn(d, bank), RowClass, now);
            }
        }
    }

    /// <summary>The next command for one request, whatever others want.</summary>
    private void ChooseFor(int bank, int d, int request, long rank, long now)
    {
        int first = banks.Owed[bank];
        if (first != RequestStore.None && first != request)
        {
            // The row was just opened for another one: it is used once before it is closed.
            ChooseColumn(bank, store.Direction[first], first, rank, now);
        }
        else if (banks.OpenRow[bank] == store.Row[request])
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
            int request = banks.Owed[bank];
            if (request != RequestStore.None && store.Direction[request] == d)
            {
                ChooseColumn(bank, d, request, ColumnClass, now);
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

        int command = d == RequestStore.Reads ? roles.Read : roles.Write;
        long t = Math.Max(now, Earliest(command, bank));
        if (t < RefreshFrom(g, bank) || banks.Owed[bank] == request)
        {
            Offer(t, rank + store.Order[request], RequestStep.Column, command, bank, request);
        }
    }

    private void ChooseRow(int bank, int request, long rank, long now)
    {
        int g = groupOf[bank];
        bool open = banks.OpenRow[bank] != BankTable.Closed;
        if (ranks.Blocked[g] || !ranks.IsUp(g) || (open && banks.Owed[bank] != RequestStore.None))
        {
            return;
        }

        int command = open ? roles.Precharge : roles.Activate;
        long t = Math.Max(now, Earliest(command, bank));
        if (t < RefreshFrom(g, bank))
        {
            Offer(t, rank + store.Order[request], open ? RequestStep.Precharge : RequestStep.Activate, command, bank, request);
        }
    }

    /// <summary>From when on a bank belongs to the refresh.</summary>
    private long RefreshFrom(int g, int bank) =>
        policy.Refresh == RefreshPolicy.PerBank && bank - (g * banksPerGroup) != ranks.RefreshBank[g] ? long.MaxValue : ranks.RefreshFrom(g);

    private void ChooseIdle(long now)
    {
        for (int bank = 0; bank < banks.OpenRow.Length; bank++)
        {
            int g = groupOf[bank];
            bool wanted = banks.Hit[0][bank] != RequestStore.None || banks.Hit[1][bank] != RequestStore.None || banks.Owed[bank] != RequestStore.None;
            if (banks.OpenRow[bank] == BankTable.Closed || wanted || ranks.Blocked[g] || !ranks.IsUp(g))
            {
                continue;
            }

            long t = Math.Max(Math.Max(now, banks.LastAccess[bank] + banks.IdleLimit[bank]), Earliest(roles.Precharge, bank));
            Offer(t, IdleClass + bank, RequestStep.CloseIdle, roles.Precharge, bank, RequestStore.None);
        }
    }
}
