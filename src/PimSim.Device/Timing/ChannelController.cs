using PimSim.Core;
using PimSim.Models;

namespace PimSim.Device;

/// <summary>
/// Controller of one channel: issues the programs of its domains at the earliest legal cycles and keeps refresh. Time
/// jumps from event to event: <c>choose -> issue</c>, again and again; domains meet only on the command buses.
/// </summary>
internal sealed class ChannelController<TObserver> : IDomainSteps
    where TObserver : struct, ICommandObserver
{
    /// <summary>Barrier group of a domain that waits for nobody else.</summary>
    public const int Alone = -1;

    private readonly DeviceModel model;
    private readonly TimingTable table;
    private readonly ChannelTiming timing;
    private readonly CommandRoles roles;
    private readonly DomainState[] domains;
    private readonly int[] barrierGroups;
    private TObserver observer;
    private LoopSkipper? skipper;
    private ChannelWalk? walk;
    private StepKind lastKind;

    public ChannelController(DeviceModel model, TimingTable table, CommandRoles roles, int channel, ReadOnlySpan<PimProgram> programs, ReadOnlySpan<int> barrierGroups, TObserver observer)
    {
        this.model = model;
        this.table = table;
        this.roles = roles;
        this.observer = observer;
        this.barrierGroups = barrierGroups.ToArray();
        timing = new ChannelTiming(table);
        int perChannel = model.Organization.DomainsPerChannel;
        domains = new DomainState[perChannel];
        for (int d = 0; d < perChannel; d++)
        {
            domains[d] = new DomainState((channel * perChannel) + d, d, model, programs[d]);
            Arrive(domains[d]);
        }
    }

    public IReadOnlyList<DomainState> Domains => domains;

    /// <summary>When commands are legal in this channel.</summary>
    public ChannelTiming Timing => timing;

    /// <summary>True when every domain waits at barriers for the host alone.</summary>
    public bool MeetsNobody => barrierGroups.All(g => g == Alone);

    /// <summary>
    /// From here on runs along remembered transitions: the same cycles and counts, without a step for every command. Nobody
    /// may watch.
    /// </summary>
    /// <param name="transitions">What channels with the same programs remember.</param>
    /// <param name="loops">By domain: the loops of its program.</param>
    public void SkipLoops(TransitionTable transitions, ProgramLoops[] loops)
    {
        if (MeetsNobody && ChannelWalk.Applies(table, domains.Length))
        {
            RelativeState[] states = [.. domains.Select((_, d) => new RelativeState(table, timing, roles, domains, d..(d + 1), loops))];
            walk = new ChannelWalk(domains, timing, table, states, loops, transitions, this);
        }
        else if (LoopSkipper.Applies(barrierGroups, Alone, loops))
        {
            skipper = new LoopSkipper(domains, timing, loops, new RelativeState(table, timing, roles, domains, ..domains.Length, loops), transitions);
        }
    }

    /// <summary>
    /// Runs until every domain is at its end or waits at a barrier. Domains that are done or wait still refresh, up to
    /// the last event of the others.
    /// </summary>
    public void RunUntilBlocked(CancellationToken cancellation)
    {
        walk?.Run(cancellation);
        walk = null;
        skipper?.Begin(cancellation);
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

            skipper?.AfterStep(lastKind == StepKind.Refresh, cancellation);
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
        d.Next = null;
        d.Cursor.Advance();
        Arrive(d);
    }

    /// <summary>The barrier that a domain waits at, or null.</summary>
    public ProgramInstruction? WaitingAt(int domainInChannel)
    {
        ref ProgramCursor c = ref domains[domainInChannel].Cursor;
        return !c.AtEnd && c.Current.Opcode == ProgramOpcode.Barrier ? c.Current : null;
    }

    /// <summary>
    /// The domain whose next step may be issued first, and when; -1 and MaxValue when there is none. Pure but for what it
    /// remembers.
    /// </summary>
    /// <param name="anyProgram">True when any domain has a command of its program to issue.</param>
    public (int Domain, long Cycle) Peek(out bool anyProgram)
    {
        long best = long.MaxValue;
        int bestDomain = -1;
        anyProgram = false;
        for (int i = 0; i < domains.Length; i++)
        {
            long t = NextCycle(domains[i]);
            anyProgram |= domains[i].Next!.Value.HasProgram;
            if (t < best)
            {
                (best, bestDomain) = (t, i);
            }
        }

        return (bestDomain, best);
    }

    /// <summary>Issues what <see cref="Peek"/> found.</summary>
    public void IssueNext(int domainInChannel, long cycle)
    {
        DomainState chosen = domains[domainInChannel];
        Candidate next = chosen.Next!.Value;
        chosen.Next = null;
        lastKind = next.Kind;
        Issue(chosen, next.Kind, next.Command, cycle);
        if (timing.CouplesDomains)
        {
            Forget();
        }
    }

    DomainOutlook IDomainSteps.Look(int domainInChannel)
    {
        DomainState d = domains[domainInChannel];
        var none = new Candidate(StepKind.None, -1, long.MaxValue, false);
        bool program = HasCommand(d);
        return new DomainOutlook(program ? Choose(d) : none, d.RefreshDue == long.MaxValue ? none : RefreshByRules(d, program));
    }

    void IDomainSteps.Take(int domainInChannel, bool refresh, long cycle)
    {
        DomainState d = domains[domainInChannel];
        d.Next = refresh ? RefreshStep(d, HasCommand(d)) : Choose(d);
        IssueNext(domainInChannel, cycle);
    }

    /// <summary>Chooses anew for all domains: somebody else issued a command in the channel.</summary>
    public void Forget()
    {
        foreach (DomainState d in domains)
        {
            d.Next = null;
        }
    }

    /// <summary>
    /// Issues a command for a domain that is none of its program's, at the first legal cycle from <paramref name="from"/> on,
    /// and returns the cycle.
    /// </summary>
    public long IssueBetween(int domainInChannel, int command, in CommandOperands operands, CommandPhase phase, long from)
    {
        DomainState d = domains[domainInChannel];
        CommandSpec c = table.Commands[command];
        long cycle = Math.Max(from, Math.Max(Earliest(d, c, operands.Bank), timing.BusFree(c, domainInChannel)));
        d.AccountUntil(cycle);
        d.EndHostWait();
        d.EnterPhase(phase);
        timing.Issue(c, domainInChannel, operands.Bank, operands.Count, cycle);
        d.Apply(c, operands, cycle);
        observer.OnCommand(d.Index, new TimedCommand(cycle, (short)c.Id, (short)d.Address.Channel, (byte)d.Address.PseudoChannel, (byte)d.Address.Rank, operands));
        Forget();
        return cycle;
    }

    /// <summary>One stage of the loop: the domain whose next command is legal first issues it.</summary>
    private bool Step(long limit, bool needProgram)
    {
        (int domain, long cycle) = Peek(out bool anyProgram);
        if (domain < 0 || (needProgram && !anyProgram) || cycle >= limit)
        {
            return false;
        }

        IssueNext(domain, cycle);
        return true;
    }

    /// <summary>
    /// When a domain's next step may be issued. The step stays the same until the domain issues something or a row
    /// couples it to another one; only the bus moves in between, which can let a refresh become due first.
    /// </summary>
    private long NextCycle(DomainState d)
    {
        Candidate next = d.Next ?? Choose(d);
        d.Next = next;
        if (next.Kind == StepKind.None)
        {
            return long.MaxValue;
        }

        long t = Math.Max(next.ByRules, timing.BusFree(table.Commands[next.Command], d.IndexInChannel));
        if (next.Kind is StepKind.Program or StepKind.Reopen)
        {
            d.LatestProbe = Math.Max(d.LatestProbe, t);
            if (d.RefreshDue > t)
            {
                return t;
            }

            d.Refreshed = true;
            Candidate refresh = RefreshStep(d, next.HasProgram);
            long at = Math.Max(refresh.ByRules, timing.BusFree(table.Commands[refresh.Command], d.IndexInChannel));
            if (LetsPass(d, refresh, at, t))
            {
                return t;
            }

            d.Next = refresh;
            return at;
        }

        return t;
    }

    /// <summary>True when a refresh that is due lets a command go first: its rows cannot be closed before, and it is not late.</summary>
    private bool LetsPass(DomainState d, Candidate refresh, long refreshAt, long commandAt) =>
        !model.Controller.RefreshStalls && refresh.Kind == StepKind.CloseForRefresh && commandAt < refreshAt && commandAt < d.RefreshDue + model.RefreshIntervalCycles;

    /// <summary>What a domain wants to do next, and when it may; pure.</summary>
    private Candidate Choose(DomainState d)
    {
        if (d.Suspended)
        {
            return new Candidate(StepKind.None, -1, long.MaxValue, false);
        }

        if (!HasCommand(d))
        {
            return d.RefreshDue == long.MaxValue ? new Candidate(StepKind.None, -1, long.MaxValue, false) : RefreshStep(d, false);
        }

        CommandOperands o = d.Cursor.Operands;
        CommandSpec c = table.Commands[d.Cursor.Current.Command];
        StepKind kind = StepKind.Program;
        int bank = o.Bank;
        if (c.NeedsOpenRow && d.OpenRow[bank] == DomainState.Closed)
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

        return new Candidate(kind, c.Id, Math.Max(d.ReleasedAt, Earliest(d, c, bank)), true);
    }

    private Candidate RefreshStep(DomainState d, bool hasProgram)
    {
        Candidate step = RefreshByRules(d, hasProgram);
        return step with { ByRules = Math.Max(d.RefreshDue, step.ByRules) };
    }

    /// <summary>The next step towards a refresh, due or not.</summary>
    private Candidate RefreshByRules(DomainState d, bool hasProgram)
    {
        bool close = d.OpenBanks > 0;
        int command = close ? roles.PrechargeAll : roles.RefreshAll;
        return new Candidate(close ? StepKind.CloseForRefresh : StepKind.Refresh, command, Earliest(d, table.Commands[command], 0), hasProgram);
    }

    /// <summary>
    /// A domain's commands stay in order even where they go over different buses: rules look only at what was issued
    /// before, so a command must not slip in front of one that is already placed.
    /// </summary>
    private long Earliest(DomainState d, CommandSpec c, int bank) => Math.Max(d.LastIssue, timing.EarliestByRules(c, d.IndexInChannel, bank));

    private static bool HasCommand(DomainState d) => !d.Cursor.AtEnd && d.Cursor.Current.Opcode == ProgramOpcode.Command;

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
                d.RefreshesInARow = 0;
                break;
            case StepKind.Reopen:
                o.Bank = c.Scope == LevelKind.Bank ? d.Cursor.Operands.Bank : (short)0;
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

        d.Refreshed |= kind is StepKind.CloseForRefresh or StepKind.Refresh;
        timing.Issue(c, d.IndexInChannel, o.Bank, o.Count, cycle);
        d.Apply(c, o, cycle);
        if (kind == StepKind.Refresh)
        {
            RequireProgress(d, cycle);
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

    /// <exception cref="UserErrorException">PIM0601: refresh takes all the time.</exception>
    private void RequireProgress(DomainState d, long cycle)
    {
        bool ready = HasCommand(d) && d.ReleasedAt <= cycle;
        if (ready && ++d.RefreshesInARow > RefreshFault.MostInARow)
        {
            throw RefreshFault.NoTime(model.RefreshIntervalCycles);
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
