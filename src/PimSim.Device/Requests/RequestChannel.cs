using PimSim.Models;

namespace PimSim.Device;

/// <summary>The controller of one channel that serves plain requests: its pseudo-channels share the command buses.</summary>
internal sealed class RequestChannel
{
    /// <summary>Gaps that are longer than this are passed without a step for every refresh.</summary>
    private const long LongGap = 1_000_000;

    private readonly RequestServer[] servers;
    private readonly CancellationToken cancellation;
    private long now;
    private int last;
    private int steps;

    private RequestChannel(IEnumerable<RequestServer> servers, CancellationToken cancellation)
    {
        this.servers = [.. servers];
        this.cancellation = cancellation;
    }

    /// <summary>Cycle after the last data beat so far.</summary>
    public long LastData => servers.Max(s => s.Counters.LastData);

    /// <summary>A channel whose policies, rules and device the fast schedulers know.</summary>
    public static RequestChannel OpenPage<TObserver>(DeviceModel model, OpenPageRules rules, TimingTable table, int channel, TObserver observer, CancellationToken cancellation)
        where TObserver : struct, IRequestObserver
    {
        long[] buses = new long[table.Places.BusCount];
        return new RequestChannel(
            Enumerable.Range(0, model.Organization.PseudoChannels).Select(p => new OpenPageScheduler<TObserver>(model, rules, table, buses, channel, p, observer)), cancellation);
    }

    /// <summary>Any channel.</summary>
    public static RequestChannel General<TObserver>(DeviceModel model, TimingTable table, CommandRoles roles, int channel, TObserver observer, CancellationToken cancellation)
        where TObserver : struct, IRequestObserver
    {
        ChannelTiming timing = new(table);
        return new RequestChannel(
            Enumerable.Range(0, model.Organization.PseudoChannels).Select(p => new RequestScheduler<TObserver>(model, table, roles, timing, channel, p, observer)), cancellation);
    }

    /// <summary>
    /// Lets a request in at the first cycle, not before <paramref name="earliest"/>, at which its queue has room: issues all
    /// commands before that. Returns the cycle.
    /// </summary>
    public long Enter(in RequestPlace place, bool write, long earliest)
    {
        RequestServer s = servers[place.PseudoChannel];
        long cycle = earliest;
        if (cycle - now > LongGap)
        {
            PassGap(cycle);
        }

        while (!s.HasRoom(write))
        {
            _ = Step(long.MaxValue);
            cycle = Math.Max(cycle, now + 1);
        }

        Run(cycle);
        now = Math.Max(now, cycle);
        s.Admit(place, write, cycle);
        return cycle;
    }

    /// <summary>Serves everything that waits.</summary>
    public void Drain()
    {
        while (servers.Any(s => s.Busy))
        {
            _ = Step(long.MaxValue);
        }
    }

    /// <summary>Refreshes and rests until <paramref name="cycle"/>, the end of the run, and closes the accounts.</summary>
    public void IdleUntil(long cycle)
    {
        Run(cycle);
        foreach (RequestServer s in servers)
        {
            s.Finish(cycle);
        }
    }

    /// <summary>By pseudo-channel: what it came to.</summary>
    public IEnumerable<PseudoChannelResult> Results(long end) => servers.Select(s => s.Results(end));

    /// <summary>
    /// Skips the refreshes in the middle of a long gap: banks are closed, so each follows the one before by the interval. The
    /// first and last ones are issued, so that rules and buses are as they would be.
    /// </summary>
    private void PassGap(long until)
    {
        Run(now + LongGap);
        long intervals = servers.Min(s => s.IdleIntervals(until));
        foreach (RequestServer s in intervals > 0 ? servers : [])
        {
            s.SkipIntervals(intervals);
        }

        Stale();
    }

    private void Run(long limit)
    {
        while (Step(limit))
        {
        }
    }

    /// <summary>Issues what comes next if that is before <paramref name="limit"/>.</summary>
    private bool Step(long limit)
    {
        if ((++steps & 0xFFFF) == 0)
        {
            cancellation.ThrowIfCancellationRequested();
        }

        return servers.Length == 1 ? servers[0].Step(ref now, limit) : StepEarliest(limit);
    }

    private bool StepEarliest(long limit)
    {
        int chosen = Earliest();
        RequestServer s = servers[chosen];
        if (s.ChosenCycle >= limit)
        {
            return false;
        }

        now = s.ChosenCycle;
        s.Issue();
        last = chosen;
        Stale();
        return true;
    }

    /// <summary>The pseudo-channel whose command comes first; of equals the one that has waited longer for the bus.</summary>
    private int Earliest()
    {
        int first = -1;
        for (int i = 0; i < servers.Length; i++)
        {
            int p = last + 1 + i;
            p -= p >= servers.Length ? servers.Length : 0;
            if (servers[p].IsStale)
            {
                servers[p].Choose(now);
            }

            first = first < 0 || servers[p].ChosenCycle < servers[first].ChosenCycle ? p : first;
        }

        return first;
    }

    private void Stale()
    {
        foreach (RequestServer s in servers)
        {
            s.IsStale = true;
        }
    }
}
