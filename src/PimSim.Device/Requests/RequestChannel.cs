using PimSim.Models;

namespace PimSim.Device;

/// <summary>The controller of one channel that serves plain requests: its pseudo-channels share the command buses.</summary>
internal sealed class RequestChannel<TObserver>
    where TObserver : struct, IRequestObserver
{
    /// <summary>Gaps that are longer than this are passed without a step for every refresh.</summary>
    private const long LongGap = 1_000_000;

    private readonly RequestScheduler<TObserver>[] schedulers;
    private readonly CancellationToken cancellation;
    private readonly bool[] stale;
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

    public IReadOnlyList<RequestScheduler<TObserver>> Schedulers => schedulers;

    /// <summary>Cycle of the command issued last.</summary>
    public long Now { get; private set; }

    /// <summary>True while a request waits.</summary>
    public bool Busy
    {
        get
        {
            foreach (RequestScheduler<TObserver> s in schedulers)
            {
                if (s.Busy)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>
    /// Lets a request in at the first cycle, not before <paramref name="earliest"/>, at which its queue has room: issues all
    /// commands before that. Returns the cycle.
    /// </summary>
    public long Enter(in RequestPlace place, bool write, long earliest)
    {
        RequestScheduler<TObserver> s = schedulers[place.PseudoChannel];
        long cycle = earliest;
        if (cycle - Now > LongGap)
        {
            PassGap(cycle);
        }

        while (!s.HasRoom(write))
        {
            _ = Step(long.MaxValue);
            cycle = Math.Max(cycle, Now + 1);
        }

        while (Step(cycle))
        {
        }

        Now = Math.Max(Now, cycle);
        stale[place.PseudoChannel] |= s.Admit(place, write, cycle);
        return cycle;
    }

    /// <summary>Serves everything that waits.</summary>
    public void Drain()
    {
        while (Busy)
        {
            _ = Step(long.MaxValue);
        }
    }

    /// <summary>Refreshes and rests until <paramref name="cycle"/>, the end of the run, and closes the accounts.</summary>
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

    /// <summary>
    /// Skips the refreshes in the middle of a long gap: banks are closed, so each follows the one before by the interval. The
    /// first and last ones are issued, so that rules and buses are as they would be.
    /// </summary>
    private void PassGap(long until)
    {
        long start = Now + LongGap;
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
        Now = cycle;
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
            schedulers[pseudoChannel].Choose(Now);
            stale[pseudoChannel] = false;
        }

        return pseudoChannel;
    }
}
