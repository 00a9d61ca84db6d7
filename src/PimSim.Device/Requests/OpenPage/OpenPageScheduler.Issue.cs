using System.Numerics;
using System.Runtime.CompilerServices;
using PimSim.Models;

namespace PimSim.Device;

internal sealed partial class OpenPageScheduler<TObserver>
{
    /// <summary>Issues what <see cref="Choose"/> chose.</summary>
    public override void Issue()
    {
        long cycle = chosenCycle;
        IsStale = true;
        if (bestCommand < OpenPageCommand.OfBank)
        {
            ref BankState b = ref banks[bestBank];
            Apply(ref b, bestBank, cycle);
            Reconsider(bestBank, b);
            return;
        }

        Count(cycle);
        timing.IssueForAll(bestCommand, cycle);
        ApplyToAll(cycle);
    }

    /// <summary>
    /// Serves the only request that waits, without a look at any list: there is nothing to compare. Does the same as choosing and
    /// issuing command after command. False when nothing was done; the request is then in the lists if a refresh may go first.
    /// </summary>
    private bool ServeLone(ref long now, long limit)
    {
        int request = lone;
        ref readonly RequestEntry e = ref store[request];
        int d = e.Direction;
        int bank = e.Bank;
        int row = e.Row;
        ref BankState b = ref banks[bank];
        direction = d;
        agedAfter = e.Entered + ageLimit;
        bestBank = bank;
        bestRequest = request;
        bool any = false;
        while (true)
        {
            bestCommand = b.OpenRow == row ? d : b.IsOpen ? OpenPageCommand.Precharge : OpenPageCommand.Activate;
            long cycle = timing.Earliest(bestCommand, bank, now);
            if (cycle >= ranks.NextRefresh && b.Owed != request)
            {
                ListLone();
                return any;
            }

            if (cycle >= limit)
            {
                return any;
            }

            any = true;
            now = cycle;
            if (bestCommand == d)
            {
                lone = RequestStore.None;
                Count(cycle);
                timing.Issue(d, bank, cycle);
                CompleteLone(ref b, bank, cycle);
                return true;
            }

            Apply(ref b, bank, cycle);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CompleteLone(ref BankState b, int bank, long cycle)
    {
        int request = bestRequest;
        int d = store[request].Direction;
        Serve(ref b, bank, cycle);
        b.SetHit(d, RequestStore.None);
        store.Release(request);
        count[d]--;
        TellQueue(cycle);
    }

    /// <summary>The request that waited alone does so no longer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ListLone()
    {
        if (lone != RequestStore.None)
        {
            int r = lone;
            lone = RequestStore.None;
            Enqueue(r, ref store[r]);
        }
    }

    /// <summary>
    /// Where all requests that wait are of one direction and bank: issues that bank's commands up to the one that moves data. Does the
    /// same as choosing and issuing command after command. False when nothing was done.
    /// </summary>
    private bool ServeBank(ref long now, long limit)
    {
        int d = store.HasAny(Reads) ? Reads : Writes;
        ulong bankOf = able[d];
        if (store.HasAny(1 - d) || !store.AreInOneBank(d) || bankOf == 0)
        {
            return false;
        }

        int bank = BitOperations.TrailingZeroCount(bankOf);
        ref BankState b = ref banks[bank];
        int at = (d * bankCount) + bank;
        ref readonly OpenPageCandidate c = ref candidates[at];
        direction = d;
        bool any = false;
        while (now <= agedAfter && able[d] != 0)
        {
            int request = c.Request;
            long cycle = Earliest(at, now);
            if (cycle >= limit || (cycle >= ranks.NextRefresh && b.Owed != request))
            {
                break;
            }

            bestCommand = c.Command;
            bestBank = bank;
            bestRequest = request;
            any = true;
            now = cycle;
            Apply(ref b, bank, cycle);
            Reconsider(bank, b);
            if (bestCommand == d)
            {
                break;
            }
        }

        return any;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Count(long cycle)
    {
        issued[bestCommand]++;
        if (Watched)
        {
            Tell(cycle);
        }
    }

    private void Apply(ref BankState b, int bank, long cycle)
    {
        Count(cycle);
        timing.Issue(bestCommand, bank, cycle);
        switch (bestCommand)
        {
            case OpenPageCommand.Activate:
                Open(ref b, bank, cycle);
                break;
            case OpenPageCommand.Precharge:
                store[bestRequest].Origin = RequestOrigin.Conflict;
                Close(ref b, bank, cycle);
                break;
            default:
                Complete(ref b, bank, cycle);
                break;
        }
    }

    private void Tell(long cycle)
    {
        CommandSpec spec = commands[rules.Ids[bestCommand]];
        CommandOperands operands = new() { Bank = spec.Scope >= LevelKind.BankGroup ? (short)bestBank : (short)0 };
        if (bestCommand <= OpenPageCommand.Activate)
        {
            operands.Row = store[bestRequest].Row;
            operands.Column = bestCommand == OpenPageCommand.Activate ? (short)0 : (short)store[bestRequest].Column;
        }

        observer.OnCommand(domain, new TimedCommand(cycle, (short)spec.Id, (short)channel, (byte)pseudoChannel, 0, operands));
    }

    private void ApplyToAll(long cycle)
    {
        if (bestCommand == OpenPageCommand.Refresh)
        {
            ranks.Refreshed(Group);
        }

        for (int bank = 0; bank < bankCount; bank++)
        {
            ref BankState b = ref banks[bank];
            if (bestCommand == OpenPageCommand.PrechargeAll && b.IsOpen)
            {
                Close(ref b, bank, cycle);
            }

            Reconsider(bank, b);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Open(ref BankState b, int bank, long cycle)
    {
        ref RequestEntry e = ref store[bestRequest];
        if (e.Origin == RequestOrigin.Hit)
        {
            e.Origin = RequestOrigin.Miss;
        }

        b.Open(e.Row, bestRequest, cycle);
        bool others = store.MayWant(bank, e.Row, 1);
        b.SetHit(e.Direction, others ? store.FindRow(store.OldestIn(e.Direction, bank), e.Row) : bestRequest);
        b.SetHit(1 - e.Direction, others ? store.FindRow(store.OldestIn(1 - e.Direction, bank), e.Row) : RequestStore.None);
        owed[e.Direction] |= 1UL << bank;
        if (openBanks++ == 0)
        {
            Account(RankPower.Precharged, cycle);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Complete(ref BankState b, int bank, long cycle)
    {
        int request = bestRequest;
        ref readonly RequestEntry e = ref store[request];
        int d = e.Direction;
        Serve(ref b, bank, cycle);
        int older = store.OldestIn(d, bank);
        if (older != request && store[older].Row != e.Row)
        {
            b.Passed++;
        }

        int hit = b.Hit(d);
        b.SetHit(d, hit != request ? hit : store.MayWant(bank, e.Row, 1) ? store.FindRow(e.NextInBank, e.Row) : RequestStore.None);
        int successor = e.Successor;
        store.Remove(request);
        store.Release(request);
        count[d]--;
        if (successor != RequestStore.None)
        {
            store.Unpark();
            Enqueue(successor, ref store[successor]);
        }

        TellQueue(cycle);
    }

    /// <summary>Counts the chosen request as served, and its row as used.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Serve(ref BankState b, int bank, long cycle)
    {
        ref readonly RequestEntry e = ref store[bestRequest];
        long end = cycle + dataEnd[e.Direction];
        counters.Complete(e.Direction, e.Origin, end - e.Entered, end);
        b.Access(e.Direction, cycle);
        if (b.Owed == bestRequest)
        {
            Repay(ref b, bank);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void TellQueue(long cycle)
    {
        if (Watched)
        {
            observer.OnQueue(number, cycle, count[Reads], count[Writes]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Repay(ref BankState b, int bank)
    {
        owed[store[b.Owed].Direction] &= ~(1UL << bank);
        b.Owed = RequestStore.None;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Close(ref BankState b, int bank, long cycle)
    {
        if (b.Owed != RequestStore.None)
        {
            Repay(ref b, bank);
        }

        b.Close(cycle);
        if (--openBanks == 0)
        {
            Account(RankPower.Active, cycle);
        }
    }

    /// <summary>The cycles since the last change were spent in <paramref name="state"/>.</summary>
    private void Account(RankPower state, long cycle)
    {
        ranks.Cycles[Group].ByState[(int)state] += cycle - since;
        since = cycle;
    }
}
