using PimSim.Core;
using PimSim.Models;

namespace PimSim.Device;

/// <summary>
/// Re-times a command trace on a device: the commands of each domain stay in their order, and each is issued at the first
/// cycle that the device's rules and buses allow. The whole trace is held in memory: channels may follow each other in it.
/// </summary>
public sealed class CommandRetimer
{
    private readonly DeviceModel model;
    private readonly RetimeOptions options;
    private readonly TimingTable table;
    private readonly CommandRoles roles;
    private readonly HashSet<int> powerCommands;
    private readonly List<TimedCommand>?[] byDomain;
    private long commands;
    private long leftOut;
    private (long First, long Last)? recorded;

    /// <summary>For a trace whose commands are numbered and placed as the device's.</summary>
    /// <exception cref="UserErrorException">PIM0600; PIM0624: own refreshes on a device without any.</exception>
    public CommandRetimer(DeviceModel model, RetimeOptions options)
    {
        this.model = model;
        this.options = options;
        table = new TimingTable(model);
        roles = new CommandRoles(model.Standard);
        powerCommands = [roles.EnterActivePowerDown, roles.EnterPrechargedPowerDown, roles.EnterSelfRefresh, roles.LeaveActivePowerDown, roles.LeavePrechargedPowerDown, roles.LeaveSelfRefresh];
        byDomain = new List<TimedCommand>?[model.Organization.Domains];
        if (OwnRefresh && (model.RefreshIntervalCycles <= 0 || roles.RefreshAll < 0))
        {
            throw new UserErrorException("PIM0624", $"device '{model.Name}' has no refresh of all banks of its own", remedy: "keep the refreshes of the trace");
        }
    }

    private bool OwnRefresh => options.Refresh == RetimeRefresh.Own;

    /// <summary>Takes the next commands of the trace; those of one domain come in their order.</summary>
    /// <exception cref="UserErrorException">PIM0625: own refreshes in a trace that powers down or refreshes itself.</exception>
    public void Add(ReadOnlySpan<TimedCommand> span)
    {
        Organization o = model.Organization;
        foreach (ref readonly TimedCommand c in span)
        {
            commands++;
            recorded = (Math.Min(recorded?.First ?? c.Cycle, c.Cycle), Math.Max(recorded?.Last ?? c.Cycle, c.Cycle));
            if (OwnRefresh && powerCommands.Contains(c.Command))
            {
                throw new UserErrorException(
                    "PIM0625",
                    $"command {commands - 1} ({table.Commands[c.Command].Name}): while a rank sleeps no refresh can be inserted",
                    remedy: "keep the refreshes of the trace, or record it without power-down and self-refresh");
            }

            if (OwnRefresh && (table.Commands[c.Command].Effects & CommandEffects.Refreshes) != CommandEffects.None)
            {
                leftOut++;
                continue;
            }

            int domain = (((c.Channel * o.PseudoChannels) + c.PseudoChannel) * o.Ranks) + c.Rank;
            (byDomain[domain] ??= []).Add(c);
        }
    }

    /// <summary>Issues everything that was taken, watched by <paramref name="observer"/>: channel after channel, in order of cycles in each.</summary>
    /// <exception cref="UserErrorException">PIM0601: refresh takes all the time. PIM0626: a recorded time is too far.</exception>
    public RetimedRun Run<TObserver>(TObserver observer, CancellationToken cancellation)
        where TObserver : struct, ICommandObserver
    {
        RecordedClock? floor = options.Pace == RetimePace.Asap ? null : new RecordedClock(
            options.RecordedClockPs ?? throw new InternalErrorException("the recorded pace needs the recorded clock"), model.ClockPs);
        long start = floor?.Convert(recorded?.First ?? 0) ?? 0;
        List<RetimedDomain> domains = [.. Enumerable.Range(0, byDomain.Length).Where(d => byDomain[d] is not null).Select(d => Domain(d, byDomain[d]!, start))];
        int perChannel = model.Organization.DomainsPerChannel;
        ChannelRetimer<TObserver>[] channels = [.. domains.GroupBy(d => d.State.Index / perChannel)
            .Select(g => new ChannelRetimer<TObserver>(model, table, roles, floor, OwnRefresh, [.. g], observer))];
        foreach (ChannelRetimer<TObserver> channel in channels)
        {
            channel.Run(cancellation);
        }

        long end = channels.Select(c => c.End).DefaultIfEmpty(start).Max();
        foreach (ChannelRetimer<TObserver> channel in channels)
        {
            channel.FinishAt(end);
        }

        (long First, long Last)[] issued = [.. channels.Select(c => c.Issued).OfType<(long First, long Last)>()];
        return new RetimedRun(
            recorded ?? default,
            issued.Length == 0 ? default : (issued.Min(i => i.First), issued.Max(i => i.Last)),
            commands,
            leftOut,
            channels.Sum(c => c.Inserted),
            new ProgramRun(end - start, [.. domains.Select(d => d.State.Timing)]));
    }

    private RetimedDomain Domain(int index, List<TimedCommand> own, long start)
    {
        var state = new DomainState(index, index % model.Organization.DomainsPerChannel, model, new ProgramBuilder(1).Build()) { LastCycle = start };
        if (OwnRefresh)
        {
            state.RefreshDue = start + model.FirstRefreshCycle;
        }

        return new RetimedDomain(state, own);
    }
}
