using PimSim.Models;

namespace PimSim.Device;

internal sealed partial class RequestScheduler<TObserver>
{
    // Bounds of what the adaptive page policy can learn.
    private const int ShortestIdle = 8;
    private const int LongestIdle = 4096;

    /// <summary>Issues what <see cref="Choose"/> chose.</summary>
    public override void Issue()
    {
        IsStale = true;
        ref readonly RequestDecision chosen = ref best;
        int bank = chosen.Bank;
        int domain = bank / banksPerRank;
        int command = chosen.Command;
        CommandSpec spec = commands[command];
        timing.Issue(spec, firstDomainInChannel + domain, bank - (domain * banksPerRank), 0, chosen.Cycle);
        counters.Commands[command]++;
        if (Watched)
        {
            Tell(chosen, spec, domain);
        }

        Apply(chosen, spec, groupOf[bank], chosen.Cycle);
    }

    private void Tell(in RequestDecision chosen, CommandSpec spec, int domain)
    {
        CommandOperands operands = new() { Bank = spec.Scope >= LevelKind.BankGroup ? (short)(chosen.Bank % banksPerRank) : (short)0 };
        if (chosen.Step is RequestStep.Column or RequestStep.Activate)
        {
            operands.Row = store[chosen.Request].Row;
            operands.Column = chosen.Step == RequestStep.Column ? (short)store[chosen.Request].Column : (short)0;
        }

        observer.OnCommand(firstDomain + domain, new TimedCommand(chosen.Cycle, (short)spec.Id, (short)channel, (byte)pseudoChannel, (byte)domain, operands));
    }

    private void Apply(in RequestDecision chosen, CommandSpec spec, int g, long cycle)
    {
        int bank = chosen.Bank;
        switch (chosen.Step)
        {
            case RequestStep.Column:
                Complete(chosen.Request, spec, cycle);
                break;
            case RequestStep.Activate:
                Open(chosen.Request, g, cycle);
                break;
            case RequestStep.Precharge:
                Learn(bank, shorter: true);
                store[chosen.Request].Origin = RequestOrigin.Conflict;
                ranks.LastUse[g] = cycle;
                Close(bank, g, cycle);
                break;
            case RequestStep.CloseIdle:
                banks[bank].ClosedRow = banks[bank].OpenRow;
                Close(bank, g, cycle);
                break;
            case RequestStep.CloseForRefresh when spec.Scope < LevelKind.BankGroup:
                CloseGroup(g, cycle);
                break;
            case RequestStep.CloseForRefresh:
                Close(bank, g, cycle);
                break;
            case RequestStep.Refresh:
                ranks.Refreshed(g);
                ranks.RefreshBank[g] = (ranks.RefreshBank[g] + 1) % banksPerGroup;
                break;
            default:
                ApplyPower(chosen.Command, bank, cycle);
                break;
        }

        if (!reachesOthers[spec.Id])
        {
            Reconsider(bank);
        }
        else
        {
            ReconsiderAll();
        }
    }

    /// <summary>After a command that reaches more than one bank.</summary>
    private void ReconsiderAll()
    {
        for (int bank = 0; bank < groupOf.Length; bank++)
        {
            Reconsider(bank);
        }
    }

    /// <summary>The column command for a request: with auto-precharge where the page policy is then done with the row.</summary>
    private RequestCommand ColumnCommand(int request)
    {
        ref readonly RequestEntry e = ref store[request];
        bool last = policy.PagePolicy switch
        {
            PagePolicy.Closed => banks[e.Bank].Hit(1 - e.Direction) == RequestStore.None && NextHit(request) == RequestStore.None,
            PagePolicy.Capped => banks[e.Bank].Accesses + 1 >= policy.RowAccessCap,
            _ => false,
        };
        return e.Direction == RequestStore.Reads
            ? last ? RequestCommand.ReadAutoPrecharge : RequestCommand.Read
            : last ? RequestCommand.WriteAutoPrecharge : RequestCommand.Write;
    }

    /// <summary>The oldest request of the open row in the same direction, this one apart.</summary>
    private int NextHit(int request)
    {
        ref readonly RequestEntry e = ref store[request];
        int hit = banks[e.Bank].Hit(e.Direction);
        return hit != request ? hit : store.MayWant(e.Bank, e.Row, 1) ? store.FindRow(e.NextInBank, e.Row) : RequestStore.None;
    }

    private void Open(int request, int g, long cycle)
    {
        ref RequestEntry e = ref store[request];
        if (e.Origin == RequestOrigin.Hit)
        {
            e.Origin = RequestOrigin.Miss;
        }

        Learn(e.Bank, shorter: false, e.Row);
        ref BankState b = ref banks[e.Bank];
        b.Open(e.Row, request, cycle);
        bool others = store.MayWant(e.Bank, e.Row, 1);
        b.SetHit(e.Direction, others ? store.FindRow(store.OldestIn(e.Direction, e.Bank), e.Row) : request);
        b.SetHit(1 - e.Direction, others ? store.FindRow(store.OldestIn(1 - e.Direction, e.Bank), e.Row) : RequestStore.None);
        owed[e.Direction]++;
        ranks.OwedBanks[g]++;
        ranks.LastUse[g] = cycle;
        ranks.OpenOrClose(g, 1, cycle);
    }

    private void Complete(int request, CommandSpec spec, long cycle)
    {
        ref readonly RequestEntry e = ref store[request];
        int d = e.Direction;
        int bank = e.Bank;
        int g = groupOf[bank];
        ref BankState b = ref banks[bank];
        long end = cycle + spec.DataEndCycles;
        counters.Complete(d, e.Origin, end - e.Entered, end);
        b.Access(d, cycle);
        ranks.LastUse[g] = cycle;
        if (b.Owed == request)
        {
            Repay(ref b, g);
        }

        int older = store.OldestIn(d, bank);
        if (older != request && store[older].Row != e.Row)
        {
            b.Passed++;
        }

        b.SetHit(d, NextHit(request));
        int successor = e.Successor;
        store.Remove(request);
        store.Release(request);
        count[d]--;
        ranks.Waiting[g]--;
        if ((spec.Effects & CommandEffects.Closes) != CommandEffects.None)
        {
            Close(bank, g, cycle);
        }

        if (successor != RequestStore.None)
        {
            store.Unpark();
            Enqueue(successor);
        }

        if (Watched)
        {
            observer.OnQueue(number, cycle, count[0], count[1]);
        }
    }

    private void Repay(ref BankState b, int g)
    {
        owed[store[b.Owed].Direction]--;
        ranks.OwedBanks[g]--;
        b.Owed = RequestStore.None;
    }

    private void Close(int bank, int g, long cycle)
    {
        ref BankState b = ref banks[bank];
        if (b.Owed != RequestStore.None)
        {
            Repay(ref b, g);
        }

        b.Close(cycle);
        ranks.OpenOrClose(g, -1, cycle);
    }

    private void CloseGroup(int g, long cycle)
    {
        for (int bank = g * banksPerGroup; bank < (g + 1) * banksPerGroup; bank++)
        {
            if (banks[bank].OpenRow != BankState.Closed)
            {
                Close(bank, g, cycle);
            }
        }
    }

    /// <summary>
    /// Adaptive policy: a row that was in the way should have been closed sooner, one that is wanted again just after
    /// it was closed for idling should have stayed.
    /// </summary>
    private void Learn(int bank, bool shorter, int row = BankState.Closed)
    {
        if (policy.PagePolicy != PagePolicy.Adaptive)
        {
            return;
        }

        if (shorter)
        {
            banks[bank].IdleLimit = Math.Max(ShortestIdle, banks[bank].IdleLimit / 2);
        }
        else if (banks[bank].ClosedRow == row)
        {
            banks[bank].IdleLimit = Math.Min(LongestIdle, banks[bank].IdleLimit * 2);
        }

        banks[bank].ClosedRow = BankState.Closed;
    }
}
