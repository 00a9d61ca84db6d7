using PimSim.Models;

namespace PimSim.Device;

/// <summary>
/// When commands are legal in one channel: probing is pure, issuing records. It knows no rows and no modes: those are
/// the controller's.
/// </summary>
internal sealed class ChannelTiming
{
    private readonly TimingPlaces places;
    private readonly WindowRule[] windows;
    private readonly long[] earliest;
    private readonly long[][] windowTimes;
    private readonly int[][] windowHeads;
    private readonly long[] busFree;

    public ChannelTiming(TimingTable table)
    {
        places = table.Places;
        windows = table.AllWindows;
        earliest = new long[places.SlotCount + 1];
        windowTimes = [.. table.AllWindows.Select(w =>
        {
            long[] t = new long[table.LevelCounts[w.Level] * w.Size];
            Array.Fill(t, long.MinValue / 2);
            return t;
        })];
        windowHeads = [.. table.AllWindows.Select(w => new int[table.LevelCounts[w.Level]])];
        busFree = new long[places.BusCount];
    }

    /// <summary>True when a command of one domain can move the earliest cycles of another one's by a constraint row.</summary>
    public bool CouplesDomains => places.CouplesDomains;

    /// <summary>By slot of <see cref="TimingPlaces"/>: earliest cycle; the last slot, which nothing pushes, stays 0.</summary>
    public ReadOnlySpan<long> Slots => earliest;

    /// <summary>By bus of <see cref="TimingPlaces"/>: first free cycle.</summary>
    public ReadOnlySpan<long> BusesFree => busFree;

    /// <summary>First cycle, not before 0, at which the command is legal as far as timing goes.</summary>
    public long Earliest(CommandSpec command, int domainInChannel, int bank) =>
        Math.Max(BusFree(command, domainInChannel), EarliestByRules(command, domainInChannel, bank));

    /// <summary>First cycle at which the command's bus is free.</summary>
    public long BusFree(CommandSpec command, int domainInChannel) => busFree[places.Bus(command.Id, domainInChannel)];

    /// <summary>The same by the constraint rows alone, without the bus.</summary>
    public long EarliestByRules(CommandSpec command, int domainInChannel, int bank) => EarliestAt(places.Place(command.Id, domainInChannel, bank));

    /// <summary>The same for a place that <see cref="TimingPlaces.Place"/> gave.</summary>
    public long EarliestAt(int place)
    {
        long t = 0;
        foreach (int slot in places.Probes[place])
        {
            long e = earliest[slot];
            t = e > t ? e : t;
        }

        return t;
    }

    /// <summary>Records an issue. The caller has made sure that it is legal.</summary>
    public void Issue(CommandSpec command, int domainInChannel, int bank, int count, long cycle)
    {
        busFree[places.Bus(command.Id, domainInChannel)] = cycle + command.BusCycles;
        int place = places.Place(command.Id, domainInChannel, bank);
        TimingPlaces.SlotPush[] pushes = places.Pushes[place];
        long[] slots = earliest;
        if (places.ByCount[place])
        {
            foreach (ref readonly TimingPlaces.SlotPush p in pushes.AsSpan())
            {
                Push(p.Slot, cycle + (p.ByCount is null ? p.Latency : p.ByCount.After(count)));
            }
        }
        else
        {
            foreach (ref readonly TimingPlaces.SlotPush p in pushes.AsSpan())
            {
                ref long slot = ref slots[p.Slot];
                long t = cycle + p.Latency;
                slot = slot < t ? t : slot;
            }
        }

        foreach (ref readonly TimingPlaces.WindowPlace w in places.Windows[place].AsSpan())
        {
            PushWindow(w, cycle);
        }
    }

    /// <summary>Command buses, counted by instance.</summary>
    public int Buses => busFree.Length;

    /// <summary>Instance of a command's bus.</summary>
    public int BusOf(int command, int domainInChannel) => places.Bus(command, domainInChannel);

    /// <summary>Sets the cycle from which a bus is free.</summary>
    public void SetBusFree(int bus, long cycle) => busFree[bus] = cycle;

    /// <summary>Numbers that <see cref="Capture"/> writes for these slots and domains.</summary>
    public int RelativeLength(ReadOnlySpan<int> slots, int domains, int domainsInChannel) =>
        slots.Length + windowTimes.Sum(t => t.Length * domains / domainsInChannel);

    /// <summary>
    /// Writes what <paramref name="slots"/> and the windows of some of the domains remember, relative to <paramref name="now"/>.
    /// Everything that can no longer hold a command back is written as if it ended now.
    /// </summary>
    public void Capture(ReadOnlySpan<int> slots, Range domains, int domainsInChannel, long now, Span<long> to)
    {
        int n = 0;
        foreach (int slot in slots)
        {
            to[n++] = Math.Max(earliest[slot] - now, 0);
        }

        for (int w = 0; w < windowTimes.Length; w++)
        {
            int size = windows[w].Size;
            long[] times = windowTimes[w];
            for (int i = times.Length * domains.Start.Value / domainsInChannel; i < times.Length * domains.End.Value / domainsInChannel; i++)
            {
                int instance = i / size;
                int inOrder = (instance * size) + ((windowHeads[w][instance] + i) % size);
                to[n++] = Math.Max(times[inOrder] - now, -windows[w].Latency);
            }
        }
    }

    /// <summary>Puts them into a state that <see cref="Capture"/> wrote, at cycle <paramref name="now"/>.</summary>
    public void Restore(ReadOnlySpan<int> slots, Range domains, int domainsInChannel, long now, ReadOnlySpan<long> from)
    {
        int n = 0;
        foreach (int slot in slots)
        {
            earliest[slot] = now + from[n++];
        }

        for (int w = 0; w < windowTimes.Length; w++)
        {
            int size = windows[w].Size;
            long[] times = windowTimes[w];
            for (int i = times.Length * domains.Start.Value / domainsInChannel; i < times.Length * domains.End.Value / domainsInChannel; i++)
            {
                windowHeads[w][i / size] = 0;
                times[i] = now + from[n++];
            }
        }
    }

    private void Push(int slot, long t)
    {
        if (earliest[slot] < t)
        {
            earliest[slot] = t;
        }
    }

    private void PushWindow(in TimingPlaces.WindowPlace w, long cycle)
    {
        long[] times = windowTimes[w.Window];
        ref int head = ref windowHeads[w.Window][w.Instance];
        times[(w.Instance * w.Size) + head] = cycle;
        head = head + 1 == w.Size ? 0 : head + 1;
        long t = times[(w.Instance * w.Size) + head] + w.Latency;
        foreach (int slot in w.Slots)
        {
            Push(slot, t);
        }
    }
}
