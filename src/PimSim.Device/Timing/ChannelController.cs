using PimSim.Core;
using PimSim.Models;

namespace PimSim.Device;

/// <summary>
/// Controller of one channel: issues the programs of its domains at the earliest legal cycles and keeps refresh. Time
/// jumps from event to event: <c>choose -> issue</c>, again and again; domains meet only on the command buses.
/// </summary>
internal sealed class ChannelController<TObserver>
    where TObserver : struct, ICommandObserver
{
    /// <summary>Barrier group of a domain that waits for nobody else.</summary>
    public const int Alone = -1;

    private readonly DeviceModel model;
    private readonly TimingTable table;
    private readonly ChannelTiming timing;
    private readonly CommandRoles roles;
    private readonly DomainState[] domains;
    private readonly int vectorCommand;
    private readonly int[] barrierGroups;
    private TObserver observer;

    public ChannelController(DeviceModel model, TimingTable table, CommandRoles roles, int channel, ReadOnlySpan<PimProgram> programs, ReadOnlySpan<int> barrierGroups, TObserver observer)
    {
        this.model = model;
        this.table = table;
        this.roles = roles;
        this.observer = observer;
        this.barrierGroups = barrierGroups.ToArray();
        timing = new ChannelTiming(table);
        vectorCommand = model.Standard.FindCommand(PimOperation.Vector);
        int perChannel = model.Organization.DomainsPerChannel;
        domains = new DomainState[perChannel];
        for (int d = 0; d < perChannel; d++)
        {
            domains[d] = new DomainState((channel * perChannel) + d, d, model, programs[d]);
            Arrive(domains[d]);
        }
    }

    private enum StepKind
    {
        None,
        Program,
        Reopen,
        CloseForRefresh,
        Refresh,
    }

    public IReadOnlyList<DomainState> Domains => domains;

    /// <summary>
    /// Runs until every domain is at its end or waits at a barrier. Domains that are done or wait still refresh, up to
    /// the last event of the others.
    /// </summary>
    public void RunUntilBlocked(CancellationToken cancellation)
    {
        for (int steps = 0; ; steps++)
        {
            if ((steps & 0xFFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            if (!Step(long.MaxValue, needProgram: true))
            {
                return;
            }
        }
    }

    /// <summary>Lets the domains refresh until <paramref name="cycle"/>, the end of the run.</summary>
    public void IdleUntil(long cycle)
    {
        while (Step(cycle, needProgram: false))
        {
        }

        foreach (DomainState d in domains)
        {
            d.AccountUntil(cycle);
        }
    }

    /// <summary>Releases a domain from the barrier it waits at: no command of its program before <paramref name="cycle"/>.</summary>
    public void Release(int domainInChannel, long cycle)
    {
        DomainState d = domains[domainInChannel];
        observer.OnBarrier(d.Index, d.Cursor.Current.Number);
        d.ReleasedAt = cycle;
        d.Cursor.Advance();
        Arrive(d);
    }

    /// <summary>The barrier that a domain waits at, or null.</summary>
    public ProgramInstruction? WaitingAt(int domainInChannel)
    {
        ref ProgramCursor c = ref domains[domainInChannel].Cursor;
        return !c.AtEnd && c.Current.Opcode == ProgramOpcode.Barrier ? c.Current : null;
    }

    /// <summary>One stage of the loop: the domain whose next command is legal first issues it.</summary>
    private bool Step(long limit, bool needProgram)
    {
        long best = long.MaxValue;
        StepKind bestKind = StepKind.None;
        int bestDomain = -1;
        int bestCommand = -1;
        bool anyProgram = false;
        for (int i = 0; i < domains.Length; i++)
        {
            DomainState d = domains[i];
            (StepKind kind, int command, long t, bool hasProgram) = Candidate(d);
            anyProgram |= hasProgram;
            if (kind != StepKind.None && t < best)
            {
                (best, bestKind, bestDomain, bestCommand) = (t, kind, i, command);
            }
        }

        if (bestKind == StepKind.None || (needProgram && !anyProgram) || best >= limit)
        {
            return false;
        }

        Issue(domains[bestDomain], bestKind, bestCommand, best);
        return true;
    }

    /// <summary>What a domain wants to do next, and when it may; pure.</summary>
    private (StepKind Kind, int Command, long Cycle, bool HasProgram) Candidate(DomainState d)
    {
        bool hasProgram = !d.Cursor.AtEnd && d.Cursor.Current.Opcode == ProgramOpcode.Command;
        long t = long.MaxValue;
        StepKind kind = StepKind.None;
        int command = -1;
        if (hasProgram)
        {
            (kind, command, t) = ProgramStep(d);
        }

        if (d.RefreshDue <= t && d.RefreshDue != long.MaxValue)
        {
            bool close = d.OpenBanks > 0;
            command = close ? roles.PrechargeAll : roles.RefreshAll;
            kind = close ? StepKind.CloseForRefresh : StepKind.Refresh;
            t = Math.Max(d.RefreshDue, Earliest(d, table.Commands[command], 0));
        }

        return (kind, command, t, hasProgram);
    }

    private (StepKind Kind, int Command, long Cycle) ProgramStep(DomainState d)
    {
        CommandOperands o = d.Cursor.Operands;
        CommandSpec c = table.Commands[d.Cursor.Current.Command];
        StepKind kind = StepKind.Program;
        int bank = o.Bank;
        if (NeedsOpenRow(c, o) && d.OpenRow[bank] == DomainState.Closed)
        {
            if (d.WantedRow[bank] == DomainState.Closed)
            {
                throw new InternalErrorException($"program issues {c.Name} with no row open in domain {d.Index}");
            }

            kind = StepKind.Reopen;
            c = table.Commands[d.AllBankMode ? roles.ActivateAll : roles.Activate];
        }
        else
        {
            Check(d, c, o);
        }

        long t = Math.Max(d.ReleasedAt, Earliest(d, c, bank));
        return (kind, c.Id, t);
    }

    /// <summary>
    /// A domain's commands stay in order even where they go over different buses: rules look only at what was issued
    /// before, so a command must not slip in front of one that is already placed.
    /// </summary>
    private long Earliest(DomainState d, CommandSpec c, int bank) => Math.Max(d.LastIssue, timing.Earliest(c, d.IndexInChannel, bank));

    private bool NeedsOpenRow(CommandSpec c, in CommandOperands o) =>
        c.NeedsOpenRow || (c.Id == vectorCommand && VectorOperations.ReadsRow((VectorOperation)o.Operation));

    private static void Check(DomainState d, CommandSpec c, in CommandOperands o)
    {
        if ((c.Mode == CommandMode.AllBank && !d.AllBankMode) || (c.Mode == CommandMode.SingleBank && d.AllBankMode))
        {
            throw new InternalErrorException($"program issues {c.Name} in the wrong mode in domain {d.Index}");
        }

        bool open = c.Scope == LevelKind.Bank ? d.OpenRow[o.Bank] != DomainState.Closed : d.OpenBanks > 0;
        bool mustBeClosed = (c.Effects & (CommandEffects.Opens | CommandEffects.Refreshes | CommandEffects.SetsMode)) != CommandEffects.None;
        if (open && mustBeClosed)
        {
            throw new InternalErrorException($"program issues {c.Name} with a row open in domain {d.Index}");
        }
    }

    private void Issue(DomainState d, StepKind kind, int command, long cycle)
    {
        CommandSpec c = table.Commands[command];
        CommandOperands o = default;
        switch (kind)
        {
            case StepKind.Program:
                o = d.Cursor.Operands;
                EnterProgram(d, c, cycle);
                d.Want(c, o);
                break;
            case StepKind.Reopen:
                o.Bank = d.AllBankMode ? (short)0 : d.Cursor.Operands.Bank;
                o.Row = d.WantedRow[d.Cursor.Operands.Bank];
                d.AccountUntil(cycle);
                d.EndHostWait();
                d.EnterPhase(CommandPhase.Refresh);
                break;
            default:
                d.AccountUntil(cycle);
                d.EnterPhase(CommandPhase.Refresh);
                break;
        }

        timing.Issue(c, d.IndexInChannel, o.Bank, o.Count, cycle);
        d.Apply(c, o, cycle);
        if (kind == StepKind.Refresh)
        {
            d.RefreshDue += model.RefreshIntervalCycles;
            d.ResumeHostWait(timing.Earliest(c, d.IndexInChannel, 0));
        }

        observer.OnCommand(d.Index, new TimedCommand(cycle, (short)c.Id, (short)d.Address.Channel, (byte)d.Address.PseudoChannel, (byte)d.Address.Rank, o));
        if (kind == StepKind.Program)
        {
            d.Cursor.Advance();
            Arrive(d);
        }
    }

    /// <summary>
    /// After a step of the program: passes marks, notes the end, and starts to wait at a barrier. A barrier of one
    /// domain alone needs no other channel and is released here.
    /// </summary>
    private void Arrive(DomainState d)
    {
        d.PassMarks();
        if (d.Cursor.AtEnd)
        {
            d.End();
        }
        else if (d.Cursor.Current.Opcode == ProgramOpcode.Barrier)
        {
            d.ArrivedAt = Math.Max(d.ReleasedAt, Math.Max(d.DataEnd, d.LastCycle));
            d.BeginHostWait(d.ArrivedAt);
            if (barrierGroups[d.IndexInChannel] == Alone)
            {
                Release(d.IndexInChannel, d.ArrivedAt + model.HostTurnaroundCycles + d.Cursor.Current.HostCycles);
            }
        }
    }

    private static void EnterProgram(DomainState d, CommandSpec c, long cycle)
    {
        d.AccountUntil(cycle);
        d.EndHostWait();
        d.Enter(d.Cursor.Current.Layer, c.Phase);
    }
}
