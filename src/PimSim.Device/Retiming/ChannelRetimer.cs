using PimSim.Models;

namespace PimSim.Device;

/// <summary>
/// Issues the recorded commands of one channel at the first legal cycles: each domain keeps its order, and of all domains
/// the one whose next command is legal first goes first. Time jumps from command to command.
/// </summary>
internal sealed class ChannelRetimer<TObserver>
    where TObserver : struct, ICommandObserver
{
    private readonly DeviceModel model;
    private readonly TimingTable table;
    private readonly CommandRoles roles;
    private readonly RecordedClock? floor;
    private readonly bool ownRefresh;
    private readonly ChannelTiming timing;
    private readonly RetimedDomain[] domains;
    private TObserver observer;

    /// <param name="model">The device.</param>
    /// <param name="table">Its rules.</param>
    /// <param name="roles">Its commands for refresh.</param>
    /// <param name="floor">Gives the earliest cycle of a command by its recorded one; null: any is early enough.</param>
    /// <param name="ownRefresh">Inserts the device's own refreshes.</param>
    /// <param name="domains">The domains of the channel that have commands.</param>
    /// <param name="observer">Watches.</param>
    public ChannelRetimer(DeviceModel model, TimingTable table, CommandRoles roles, RecordedClock? floor, bool ownRefresh, RetimedDomain[] domains, TObserver observer)
    {
        this.model = model;
        this.table = table;
        this.roles = roles;
        this.floor = floor;
        this.ownRefresh = ownRefresh;
        this.domains = domains;
        this.observer = observer;
        timing = new ChannelTiming(table);
    }

    /// <summary>Commands that were added for refresh.</summary>
    public long Inserted { get; private set; }

    /// <summary>First and last cycle of a command so far; null before the first.</summary>
    public (long First, long Last)? Issued { get; private set; }

    /// <summary>End of the last command or data beat so far.</summary>
    public long End => domains.Max(d => d.State.CommandEnd);

    /// <summary>Issues all commands of the trace. Domains that are done go on refreshing until the last of the others.</summary>
    public void Run(CancellationToken cancellation)
    {
        for (int steps = 0; Step(long.MaxValue, needCommand: true); steps++)
        {
            if ((steps & 0xFFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }

        foreach (RetimedDomain d in domains)
        {
            d.State.Timing.EndCycle = d.State.CommandEnd;
        }
    }

    /// <summary>Refreshes up to <paramref name="cycle"/>, the end of the whole trace, and closes the accounts there.</summary>
    public void FinishAt(long cycle)
    {
        while (Step(cycle, needCommand: false))
        {
        }

        foreach (RetimedDomain d in domains)
        {
            d.State.AccountUntil(cycle);
        }
    }

    private bool Step(long limit, bool needCommand)
    {
        RetimedDomain? chosen = null;
        Candidate best = new(StepKind.None, -1, limit, false);
        bool anyCommand = false;
        foreach (RetimedDomain d in domains)
        {
            Candidate next = Next(d);
            anyCommand |= next.HasProgram;
            if (next.ByRules < best.ByRules)
            {
                (chosen, best) = (d, next);
            }
        }

        if (chosen is null || (needCommand && !anyCommand))
        {
            return false;
        }

        Issue(chosen, best.Kind, table.Commands[best.Command], best.ByRules);
        return true;
    }

    /// <summary>What a domain does next and when: buses and recorded time are in it already. A refresh that is due goes first.</summary>
    private Candidate Next(RetimedDomain d)
    {
        Candidate command = d.AtEnd ? new Candidate(StepKind.None, -1, long.MaxValue, false) : CommandStep(d);
        if (!ownRefresh || d.State.RefreshDue > command.ByRules)
        {
            return command;
        }

        bool close = d.State.OpenBanks > 0;
        CommandSpec c = table.Commands[close ? roles.PrechargeAll : roles.RefreshAll];
        return new Candidate(close ? StepKind.CloseForRefresh : StepKind.Refresh, c.Id, Math.Max(d.State.RefreshDue, Earliest(d.State, c, 0)), !d.AtEnd);
    }

    private Candidate CommandStep(RetimedDomain d)
    {
        DomainState s = d.State;
        TimedCommand recorded = d.Current;
        CommandSpec c = table.Commands[recorded.Command];
        int bank = recorded.Operands.Bank;
        StepKind kind = StepKind.Program;
        if (ownRefresh && c.NeedsOpenRow && s.OpenRow[bank] == DomainState.Closed && s.WantedRow[bank] != DomainState.Closed)
        {
            kind = StepKind.Reopen;
            c = table.Commands[s.AllBankMode ? roles.ActivateAll : roles.Activate];
        }

        return new Candidate(kind, c.Id, Math.Max(floor?.Convert(recorded.Cycle) ?? 0, Earliest(s, c, bank)), true);
    }

    /// <summary>Commands of a domain stay in order even where they go over different buses.</summary>
    private long Earliest(DomainState s, CommandSpec c, int bank) => Math.Max(s.LastIssue, timing.Earliest(c, s.IndexInChannel, bank));

    private void Issue(RetimedDomain d, StepKind kind, CommandSpec c, long cycle)
    {
        DomainState s = d.State;
        CommandOperands o = default;
        switch (kind)
        {
            case StepKind.Program:
                o = d.Current.Operands;
                s.Want(c, o);
                s.RefreshesInARow = 0;
                d.Advance();
                break;
            case StepKind.Reopen:
                short bank = d.Current.Operands.Bank;
                o.Bank = c.Scope == LevelKind.Bank ? bank : (short)0;
                o.Row = s.WantedRow[bank];
                break;
            case StepKind.Refresh:
                RequireProgress(d, cycle);
                s.RefreshDue += model.RefreshIntervalCycles;
                break;
        }

        Inserted += kind == StepKind.Program ? 0 : 1;
        Issued = (Issued?.First ?? cycle, cycle);
        s.AccountUntil(cycle);
        timing.Issue(c, s.IndexInChannel, o.Bank, o.Count, cycle);
        s.Apply(c, o, cycle);
        observer.OnCommand(s.Index, new TimedCommand(cycle, (short)c.Id, (short)s.Address.Channel, (byte)s.Address.PseudoChannel, (byte)s.Address.Rank, o));
    }

    private void RequireProgress(RetimedDomain d, long cycle)
    {
        bool ready = !d.AtEnd && (floor?.Convert(d.Current.Cycle) ?? 0) <= cycle;
        if (ready && ++d.State.RefreshesInARow > RefreshFault.MostInARow)
        {
            throw RefreshFault.NoTime(model.RefreshIntervalCycles);
        }
    }
}
