using PimSim.Models;

namespace PimSim.Device;

internal sealed partial class RequestScheduler<TObserver>
{
    // Bounds of what the adaptive page policy can learn.
    private const int ShortestIdle = 8;
    private const int LongestIdle = 4096;

    /// <summary>Issues what <see cref="Choose"/> chose.</summary>
    public void Issue(in RequestDecision chosen)
    {
        int bank = chosen.Bank;
        int g = groupOf[bank];
        long cycle = chosen.Cycle;
        CommandOperands operands = new() { Bank = (short)(bank % banksPerRank) };
        int command = chosen.Command;
        switch (chosen.Step)
        {
            case RequestStep.Column:
                operands.Row = store.Row[chosen.Request];
                operands.Column = (short)store.Column[chosen.Request];
                command = Column(chosen.Request);
                break;
            case RequestStep.Activate:
                operands.Row = store.Row[chosen.Request];
                break;
            case RequestStep.CloseForRefresh or RequestStep.Refresh or RequestStep.Power when commands[command].Scope < LevelKind.BankGroup:
                operands.Bank = 0;
                break;
            default:
                break;
        }

        CommandSpec spec = commands[command];
        int domain = bank / banksPerRank;
        timing.Issue(spec, firstDomainInChannel + domain, operands.Bank, 0, cycle);
        counters.Commands[command]++;
        observer.OnCommand(firstDomain + domain, new TimedCommand(cycle, (short)command, (short)channel, (byte)pseudoChannel, (byte)domain, operands));
        Apply(chosen, spec, g, cycle);
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
                store.Origin[chosen.Request] = RequestOrigin.Conflict;
                ranks.LastUse[g] = cycle;
                Close(bank, g, cycle);
                break;
            case RequestStep.CloseIdle:
                banks.ClosedRow[bank] = banks.OpenRow[bank];
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
    }

    /// <summary>The column command for a request: with auto-precharge where the page policy is done with the row.</summary>
    private int Column(int request)
    {
        int d = store.Direction[request];
        int bank = store.Bank[request];
        bool last = policy.PagePolicy switch
        {
            PagePolicy.Closed => banks.Hit[1 - d][bank] == RequestStore.None && NextHit(request) == RequestStore.None,
            PagePolicy.Capped => banks.Accesses[bank] + 1 >= policy.RowAccessCap,
            _ => false,
        };
        return d == RequestStore.Reads ? (last ? roles.ReadAutoPrecharge : roles.Read) : last ? roles.WriteAutoPrecharge : roles.Write;
    }

    /// <summary>The oldest request of the open row in the same direction, this one apart.</summary>
    private int NextHit(int request)
    {
        int hit = banks.Hit[store.Direction[request]][store.Bank[request]];
        return hit == request ? store.FindRow(store.NextInBank(request), store.Row[request]) : hit;
    }

    private void Open(int request, int g, long cycle)
    {
        int bank = store.Bank[request];
        int row = store.Row[request];
        if (store.Origin[request] == RequestOrigin.Hit)
        {
            store.Origin[request] = RequestOrigin.Miss;
        }

        Learn(bank, shorter: false, row);
        banks.Open(bank, row, request, cycle);
        banks.Hit[0][bank] = store.FindRow(store.OldestIn(0, bank), row);
        banks.Hit[1][bank] = store.FindRow(store.OldestIn(1, bank), row);
        owed[store.Direction[request]]++;
        ranks.OwedBanks[g]++;
        ranks.LastUse[g] = cycle;
        ranks.OpenOrClose(g, 1, cycle);
    }

    private void Complete(int request, CommandSpec spec, long cycle)
    {
        int d = store.Direction[request];
        int bank = store.Bank[request];
        int g = groupOf[bank];
        long end = cycle + spec.DataEndCycles;
        counters.Complete(d, store.Origin[request], end - store.Entered[request], end);
        banks.Access(bank, d, cycle);
        ranks.LastUse[g] = cycle;
        if (banks.Owed[bank] == request)
        {
            Repay(bank, g);
        }

        int older = store.OldestIn(d, bank);
        if (older != request)
        {
            banks.Passed[bank] += store.Row[older] == store.Row[request] ? 0 : 1;
        }

        int nextHit = NextHit(request);
        int successor = store.Successor[request];
        store.Remove(request);
        store.Release(request);
        banks.Hit[d][bank] = nextHit;
        count[d]--;
        ranks.Waiting[g]--;
        if ((spec.Effects & CommandEffects.Closes) != CommandEffects.None)
        {
            Close(bank, g, cycle);
        }

        if (successor != RequestStore.None)
        {
            parked--;
            Enqueue(successor);
        }

        observer.OnQueue(number, cycle, count[0], count[1]);
    }

    private void Repay(int bank, int g)
    {
        owed[store.Direction[banks.Owed[bank]]]--;
        ranks.OwedBanks[g]--;
        banks.Owed[bank] = RequestStore.None;
    }

    private void Close(int bank, int g, long cycle)
    {
        if (banks.Owed[bank] != RequestStore.None)
        {
            Repay(bank, g);
        }

        banks.Close(bank, cycle);
        ranks.OpenOrClose(g, -1, cycle);
    }

    private void CloseGroup(int g, long cycle)
    {
        for (int bank = g * banksPerGroup; bank < (g + 1) * banksPerGroup; bank++)
        {
            if (banks.OpenRow[bank] != BankTable.Closed)
            {
                Close(bank, g, cycle);
            }
        }
    }

    /// <summary>
    /// Adaptive policy: a row that was in the way should have been closed sooner, one that is wanted again just after
    /// it was closed for idling should have stayed.
    /// </summary>
    private void Learn(int bank, bool shorter, int row = BankTable.Closed)
    {
        if (policy.PagePolicy != PagePolicy.Adaptive)
        {
            return;
        }

        if (shorter)
        {
            banks.IdleLimit[bank] = Math.Max(ShortestIdle, banks.IdleLimit[bank] / 2);
        }
        else if (banks.ClosedRow[bank] == row)
        {
            banks.IdleLimit[bank] = Math.Min(LongestIdle, banks.IdleLimit[bank] * 2);
        }

        banks.ClosedRow[bank] = BankTable.Closed;
    }
}
