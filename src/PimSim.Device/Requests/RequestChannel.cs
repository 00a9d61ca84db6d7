using PimSim.Models;

namespace PimSim.Device;

/// <summary>The controller of one channel that serves plain requests: its pseudo-channels share the command buses.</summary>
internal sealed class RequestChannel<TObserver> : IRequestChannel
    where TObserver : struct, IRequestObserver
{
    /// <summary>Gaps that are longer than this are passed without a step for every refresh.</summary>
    private const long LongGap = 1_000_000;

    private readonly RequestScheduler<TObserver>[] schedulers;
    private readonly CancellationToken cancellation;
    private readonly bool[] stale;
    private long now;
    private int last;
    private long steps;

    public RequestChannel(DeviceModel model, TimingTable table, CommandRoles roles, int channel, TObserver observer, CancellationToken cancellation)
    {
        this.cancellation = cancellation;
        ChannelTiming timing = new(table);
        schedulers = [.. Enumerable.Range(0, model.Organization.PseudoChannels)
            .Select(p => new RequestScheduler<TObserver>(model, table, roles, timing, channel, p, observer))];
        stale = new bool[schedulers.Length];
        Array.Fill(stale, true);
    }

    /// <inheritdoc/>
    public long LastData => schedulers.Max(s => s.Counters.LastData);

    /// <inheritdoc/>
    public long Enter(in RequestPlace place, bool write, long earliest)
    {
        RequestScheduler<TObserver> s = schedulers[place.PseudoChannel];
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

        while (Step(cycle))
        {
        }

        now = Math.Max(now, cycle);
        s.Admit(place, write, cycle);
        stale[place.PseudoChannel] = true;
        return cycle;
    }

    /// <inheritdoc/>
    public void Drain()
    {
        while (schedulers.Any(s => s.Busy))
        {
            _ = Step(long.MaxValue);
        }
    }

    /// <inheritdoc/>
    public void IdleUntil(long cycle)
    {
        while (Step(cycle))
        {
        }

        foreach (RequestScheduler<TObserver> s in schedulers)
        {
            s.Finish(cycle);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<PseudoChannelResult> Results(long end) => schedulers.Select(s => s.Results(end));

    /// <summary>
    /// Skips the refreshes in the middle of a long gap: banks are closed, so each follows the one before by the interval. The
    /// first and last ones are issued, so that rules and buses are as they would be.
    /// </summary>
    private void PassGap(long until)
    {
        long start = now + LongGap;
        while (Step(start))
        {
        }

        long intervals = schedulers.Min(s => s.IdleIntervals(until));
        foreach (RequestScheduler<TObserver> s in intervals > 0 ? schedulers : [])
        {
            s.SkipIntervals(intervals);
        }

        Array.Fill(stale, true);
    }

    /// <summary>Issues the command that comes next if that is before <paramref name="limit"/>.</summary>
    private bool Step(long limit)
    {
        if (schedulers.Length == 1 && stale[0] && schedulers[0].RestsUntil(limit))
        {
            return false;
        }

        int chosen = schedulers.Length == 1 ? Chosen(0) : Earliest();
        long cycle = schedulers[chosen].Chosen.Cycle;
        if (cycle >= limit)
        {
            return false;
        }

        schedulers[chosen].Issue();
        now = cycle;
        if ((++steps & 0xFFFF) == 0)
        {
            cancellation.ThrowIfCancellationRequested();
        }

        last = chosen;
        foreach (ref bool one in stale.AsSpan())
        {
            one = true;
        }

        return true;
    }

    /// <summary>The pseudo-channel whose command comes first; of equals the one that has waited longer for the bus.</summary>
    private int Earliest()
    {
        int first = -1;
        for (int i = 0; i < schedulers.Length; i++)
        {
            int p = last + 1 + i;
            p = Chosen(p >= schedulers.Length ? p - schedulers.Length : p);
            first = first < 0 || schedulers[p].Chosen.Cycle < schedulers[first].Chosen.Cycle ? p : first;
        }

        return first;
    }

    private int Chosen(int pseudoChannel)
    {
        if (stale[pseudoChannel])
        {
            schedulers[pseudoChannel].Choose(now);
            stale[pseudoChannel] = false;
        }

        return pseudoChannel;
    }
}
