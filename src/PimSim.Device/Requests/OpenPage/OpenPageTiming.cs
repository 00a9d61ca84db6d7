using System.Runtime.CompilerServices;
using PimSim.Bits;

namespace PimSim.Device;

/// <summary>
/// When the commands of an <see cref="OpenPageScheduler{TObserver}"/> are legal in one pseudo-channel: what
/// <see cref="ChannelTiming"/> says, in tables without indirection.
/// </summary>
internal sealed class OpenPageTiming
{
    private const int OfBank = OpenPageCommand.OfBank;

    private readonly OpenPageRules rules;

    // Earliest cycles by bank, then by group, then for all, each * 4 + command. In one table, so that its address is loaded once.
    private readonly long[] slots;
    private readonly int groupsAt;
    private readonly int aboveAt;
    private readonly int[] groupOf;

    // What activate windows add; its own table, because vectors that are loaded over a number just stored wait for it.
    private readonly long[] windowFree = new long[OfBank];
    private readonly ActivateWindow[] windows;

    private readonly long[] latencies;

    // Cycle of the last command of each kind, for the few commands that reach the whole rank.
    private readonly long[] last = new long[OpenPageCommand.Count];

    // Of the channel: its pseudo-channels may share them.
    private readonly long[] buses;
    private readonly int[] busOf;
    private readonly int[] busCycles;
    private readonly bool prechargeReachesOthers;
    private readonly int banksPerGroup;

    public OpenPageTiming(OpenPageRules rules, int domainInChannel, long[] buses)
    {
        this.rules = rules;
        this.buses = buses;
        int groups = ((rules.Banks - 1) / rules.BanksPerGroup) + 1;
        groupsAt = rules.Banks * OfBank;
        aboveAt = groupsAt + (groups * OfBank);
        slots = new long[aboveAt + OfBank];
        groupOf = [.. Enumerable.Range(0, rules.Banks).Select(b => b / rules.BanksPerGroup * OfBank)];
        latencies = rules.Latencies;
        busOf = [.. Enumerable.Range(0, OpenPageCommand.Count).Select(c => rules.BusOf(c, domainInChannel))];
        banksPerGroup = rules.BanksPerGroup;
        busCycles = rules.BusCycles;
        prechargeReachesOthers = rules.PrechargeReachesOthers;
        windows = [.. rules.Windows.Select(w => new ActivateWindow(w.Size, w.Latency))];
        Array.Fill(last, OpenPageRules.Never);
    }

    /// <summary>First cycle at which a bus is free.</summary>
    public long BusesFree
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => buses.Length == 1 ? buses[0] : FirstBusFree();
    }

    /// <summary>By slot of <see cref="GroupSlot"/>: cycle by the rules that are counted in bank groups.</summary>
    public ReadOnlySpan<long> Groups => slots.AsSpan(groupsAt, aboveAt - groupsAt);

    /// <summary>Cycle by the rules that are counted in the bank.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long BankFree(int command, int b) => slots[(b * OfBank) + command];

    /// <summary>
    /// The least key of all banks: cycles from <paramref name="now"/> on by all rules, above <paramref name="shift"/> bits of
    /// <paramref name="rest"/>.
    /// </summary>
    /// <param name="bankFree">Cycle of each bank's command by the bank's own rules.</param>
    /// <param name="rest">The lower bits of the keys.</param>
    /// <param name="selectors">The commands (<see cref="LeastKey.Selector"/>).</param>
    /// <param name="first">Where the banks begin in all three.</param>
    /// <param name="now">The earliest cycle.</param>
    /// <param name="shift">Bits of the rest.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long LeastKeyOf(long[] bankFree, long[] rest, long[] selectors, int first, long now, int shift) => LeastKey.Of(
        bankFree,
        rest,
        selectors,
        first,
        groupOf.Length,
        Groups,
        banksPerGroup,
        slots.AsSpan(aboveAt),
        Floor(OpenPageCommand.Read, now),
        Floor(OpenPageCommand.Write, now),
        Floor(OpenPageCommand.Activate, now),
        Floor(OpenPageCommand.Precharge, now),
        now,
        shift);

    /// <summary>Where the cycle by the rules of a bank's group stands.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int GroupSlot(int command, int b) => groupOf[b] + command;

    /// <summary>Cycle by everything above bank groups, the bus too, no earlier than <paramref name="now"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long AboveFrom(int command, long now) => Math.Max(Floor(command, now), slots[aboveAt + command]);

    /// <summary>First legal cycle of a command of a bank, no earlier than <paramref name="now"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Earliest(int command, int b, long now) =>
        Math.Max(AboveFrom(command, now), Math.Max(BankFree(command, b), slots[groupsAt + GroupSlot(command, b)]));

    /// <summary>First legal cycle of a command of the whole rank, no earlier than <paramref name="from"/>.</summary>
    public long EarliestForAll(int command, long from)
    {
        long t = Math.Max(from, buses[busOf[command]]);
        for (int c = 0; c < last.Length; c++)
        {
            t = Math.Max(t, last[c] + rules.OnAll[(c * 2) + command - OfBank]);
        }

        return t;
    }

    /// <summary>Records a command of a bank.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Issue(int command, int b, long cycle)
    {
        Record(command, cycle);

        // All four commands at each level, though few have a rule: that costs less than finding out which.
        int from = command * OpenPageRules.PerCommand;
        FourMaxima.Raise(slots, b * OfBank, latencies, from + OpenPageRules.InBank, cycle);
        if (command == OpenPageCommand.Precharge && !prechargeReachesOthers)
        {
            return;
        }

        FourMaxima.Raise(slots, groupsAt + groupOf[b], latencies, from + OpenPageRules.InGroup, cycle);
        FourMaxima.Raise(slots, aboveAt, latencies, from + OpenPageRules.Above, cycle);
        if (command == OpenPageCommand.Activate)
        {
            foreach (ActivateWindow w in windows)
            {
                windowFree[command] = Math.Max(windowFree[command], w.Next(cycle));
            }
        }
    }

    /// <summary>Records a command of the whole rank.</summary>
    public void IssueForAll(int command, long cycle)
    {
        Record(command, cycle);
        int from = command * OpenPageRules.PerCommand;
        for (int s = 0; s < groupsAt; s += OfBank)
        {
            FourMaxima.Raise(slots, s, latencies, from + OpenPageRules.InBank, cycle);
        }

        for (int s = groupsAt; s < aboveAt; s += OfBank)
        {
            FourMaxima.Raise(slots, s, latencies, from + OpenPageRules.InGroup, cycle);
        }

        FourMaxima.Raise(slots, aboveAt, latencies, from + OpenPageRules.Above, cycle);
    }

    /// <summary>Cycle by activate windows and the bus, no earlier than <paramref name="now"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long Floor(int command, long now) => Math.Max(Math.Max(now, windowFree[command]), buses[busOf[command]]);

    private long FirstBusFree()
    {
        long first = buses[busOf[0]];
        foreach (int bus in busOf.AsSpan(1))
        {
            first = Math.Min(first, buses[bus]);
        }

        return first;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Record(int command, long cycle)
    {
        last[command] = cycle;
        buses[busOf[command]] = cycle + busCycles[command];
    }
}
