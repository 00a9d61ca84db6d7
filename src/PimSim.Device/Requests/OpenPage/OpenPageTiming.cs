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

    // Earliest cycles by bank, by group and for all, each * 4 + command.
    private readonly long[] bank;
    private readonly long[] group;
    private readonly long[] above = new long[OfBank];
    private readonly long[] beyond;
    private readonly int[] groupOf;

    // Cycle of the last command of each kind, for the few commands that reach the whole rank.
    private readonly long[] last = new long[OpenPageCommand.Count];

    private readonly ActivateWindow[] windows;

    // Of the channel: its pseudo-channels may share them.
    private readonly long[] buses;
    private readonly int[] busOf;

    public OpenPageTiming(OpenPageRules rules, int domainInChannel, long[] buses)
    {
        this.rules = rules;
        this.buses = buses;
        bank = new long[rules.Banks * OfBank];
        groupOf = [.. Enumerable.Range(0, rules.Banks).Select(b => b / rules.BanksPerGroup * OfBank)];
        group = new long[((rules.Banks - 1) / rules.BanksPerGroup * OfBank) + OfBank];
        beyond = new long[group.Length];
        busOf = [.. Enumerable.Range(0, OpenPageCommand.Count).Select(c => rules.BusOf(c, domainInChannel))];
        windows = [.. rules.Windows.Select(w => new ActivateWindow(w.Size, w.Latency))];
        Array.Fill(last, OpenPageRules.Never);
    }

    /// <summary>First cycle at which a bus is free.</summary>
    public long BusesFree
    {
        get
        {
            long first = buses[busOf[0]];
            foreach (int bus in buses.Length > 1 ? busOf.AsSpan(1) : default)
            {
                first = Math.Min(first, buses[bus]);
            }

            return first;
        }
    }

    /// <summary>By slot of <see cref="GroupSlot"/>: cycle by the rules that are counted in bank groups.</summary>
    public ReadOnlySpan<long> Groups => group;

    /// <summary>Cycle by the rules that are counted in the bank.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long BankFree(int command, int b) => bank[(b * OfBank) + command];

    /// <summary>
    /// By slot of <see cref="GroupSlot"/>: cycle by everything but the bank's own rules, no earlier than <paramref name="now"/>. Holds
    /// until the next call.
    /// </summary>
    public ReadOnlySpan<long> BeyondBanks(long now)
    {
        FourMaxima.OfRows(
            beyond, group, above, Math.Max(now, buses[busOf[0]]), Math.Max(now, buses[busOf[1]]), Math.Max(now, buses[busOf[2]]), Math.Max(now, buses[busOf[3]]));
        return beyond;
    }

    /// <summary>Where the cycle by the rules of a bank's group stands.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int GroupSlot(int command, int b) => groupOf[b] + command;

    /// <summary>Cycle by everything above bank groups, the bus too, no earlier than <paramref name="now"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long AboveFrom(int command, long now) => Math.Max(now, Math.Max(above[command], buses[busOf[command]]));

    /// <summary>First legal cycle of a command of a bank, no earlier than <paramref name="now"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Earliest(int command, int b, long now) =>
        Math.Max(AboveFrom(command, now), Math.Max(BankFree(command, b), group[GroupSlot(command, b)]));

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
    public void Issue(int command, int b, long cycle)
    {
        Record(command, cycle);

        // All four commands at each level, though few have a rule: that costs less than finding out which.
        FourMaxima.Raise(bank.AsSpan(b * OfBank), rules.OnBank.AsSpan(command * OfBank), cycle);
        if (command == OpenPageCommand.Precharge && !rules.PrechargeReachesOthers)
        {
            return;
        }

        FourMaxima.Raise(group.AsSpan(groupOf[b]), rules.OnGroup.AsSpan(command * OfBank), cycle);
        FourMaxima.Raise(above, rules.Above.AsSpan(command * OfBank), cycle);
        if (command == OpenPageCommand.Activate)
        {
            foreach (ActivateWindow w in windows)
            {
                above[command] = Math.Max(above[command], w.Next(cycle));
            }
        }
    }

    /// <summary>Records a command of the whole rank.</summary>
    public void IssueForAll(int command, long cycle)
    {
        Record(command, cycle);
        for (int b = 0; b < bank.Length; b += OfBank)
        {
            FourMaxima.Raise(bank.AsSpan(b), rules.OnBank.AsSpan(command * OfBank), cycle);
        }

        for (int g = 0; g < group.Length; g += OfBank)
        {
            FourMaxima.Raise(group.AsSpan(g), rules.OnGroup.AsSpan(command * OfBank), cycle);
        }

        FourMaxima.Raise(above, rules.Above.AsSpan(command * OfBank), cycle);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Record(int command, long cycle)
    {
        last[command] = cycle;
        buses[busOf[command]] = cycle + rules.BusCycles[command];
    }
}
