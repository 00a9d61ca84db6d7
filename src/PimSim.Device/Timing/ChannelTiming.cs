using PimSim.Models;

namespace PimSim.Device;

/// <summary>
/// When commands are legal in one channel: probing is pure, issuing records. It knows no rows and no modes: those are
/// the controller's.
/// </summary>
internal sealed class ChannelTiming
{
    private readonly TimingPlaces places;
    private readonly long[] earliest;
    private readonly long[][] windowTimes;
    private readonly int[][] windowHeads;
    private readonly long[] busFree;

    public ChannelTiming(TimingTable table)
    {
        places = table.Places;
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
        long[] slots = earliest;
        foreach (TimingPlaces.SlotPush p in places.Pushes[place])
        {
            long t = cycle + (p.ByCount is null ? p.Latency : p.ByCount.After(count));
            ref long slot = ref slots[p.Slot];
            slot = slot < t ? t : slot;
        }

        foreach (ref readonly TimingPlaces.WindowPlace w in places.Windows[place].AsSpan())
        {
            PushWindow(w, cycle);
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
