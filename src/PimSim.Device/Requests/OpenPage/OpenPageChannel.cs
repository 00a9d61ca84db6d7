using PimSim.Models;

namespace PimSim.Device;

/// <summary>The controller of one channel whose pseudo-channels each have an <see cref="OpenPageScheduler{TObserver}"/>.</summary>
internal sealed class OpenPageChannel<TObserver> : IRequestChannel
    where TObserver : struct, IRequestObserver
{
    /// <summary>Gaps that are longer than this are passed without a step for every refresh.</summary>
    private const long LongGap = 1_000_000;

    private readonly OpenPageScheduler<TObserver>[] schedulers;
    private readonly CancellationToken cancellation;
    private long now;
    private int last;
    private int steps;

    public OpenPageChannel(DeviceModel model, OpenPageRules rules, TimingTable table, int channel, TObserver observer, CancellationToken cancellation)
    {
        this.cancellation = cancellation;
        long[] buses = new long[table.Places.BusCount];
        schedulers = [.. Enumerable.Range(0, model.Organization.PseudoChannels)
            .Select(p => new OpenPageScheduler<TObserver>(model, rules, table, buses, channel, p, observer))];
    }

    /// <inheritdoc/>
    public long LastData => schedulers.Max(s => s.Counters.LastData);

    /// <inheritdoc/>
    public long Enter(in RequestPlace place, bool write, long earliest)
    {
        OpenPageScheduler<TObserver> s = schedulers[place.PseudoChannel];
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
        Run(cycle);
        foreach (OpenPageScheduler<TObserver> s in schedulers)
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
        Run(now + LongGap);
        long intervals = schedulers.Min(s => s.IdleIntervals(until));
        foreach (OpenPageScheduler<TObserver> s in intervals > 0 ? schedulers : [])
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

    /// <summary>Issues the command that comes next if that is before <paramref name="limit"/>.</summary>
    private bool Step(long limit)
    {
        int chosen = schedulers.Length > 1 ? Earliest() : 0;
        OpenPageScheduler<TObserver> s = schedulers[chosen];
        if (s.IsStale)
        {
            if (s.RestsUntil(limit) || s.WaitsForBus(now, limit))
            {
                return false;
            }

            s.Choose(now);
        }

        if (s.ChosenCycle >= limit)
        {
            return false;
        }

        now = s.ChosenCycle;
        s.Issue();
        if ((++steps & 0xFFFF) == 0)
        {
            cancellation.ThrowIfCancellationRequested();
        }

        if (schedulers.Length > 1)
        {
            last = chosen;
            Stale();
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
            p -= p >= schedulers.Length ? schedulers.Length : 0;
            if (schedulers[p].IsStale)
            {
                schedulers[p].Choose(now);
            }

            first = first < 0 || schedulers[p].ChosenCycle < schedulers[first].ChosenCycle ? p : first;
        }

        return first;
    }

    private void Stale()
    {
        foreach (OpenPageScheduler<TObserver> s in schedulers)
        {
            s.IsStale = true;
        }
    }
}
