using PimSim.Models;

namespace PimSim.Device;

/// <summary>
/// When commands are legal in one channel: probing is pure, issuing records. It knows no rows and no modes: those are
/// the controller's.
/// </summary>
internal sealed class ChannelTiming
{
    private readonly TimingTable table;
    private readonly int commandCount;
    private readonly long[] earliest;
    private readonly long[][] windowTimes;
    private readonly int[][] windowHeads;
    private readonly long[] busFree;
    private readonly int[] busBase;

    // Commands that reach a whole domain have the same slots every time: by command * domains + domain; empty for bank commands.
    private readonly int[][] wideProbes;
    private readonly WidePush[][] widePushes;
    private readonly int domains;

    public ChannelTiming(TimingTable table)
    {
        this.table = table;
        commandCount = table.Commands.Length;
        earliest = new long[table.NodeCount * commandCount];
        windowTimes = [.. table.AllWindows.Select(w =>
        {
            long[] t = new long[table.LevelCounts[w.Level] * w.Size];
            Array.Fill(t, long.MinValue / 2);
            return t;
        })];
        windowHeads = [.. table.AllWindows.Select(w => new int[table.LevelCounts[w.Level]])];
        busBase = new int[table.Buses.Length];
        int buses = 0;
        for (int b = 0; b < busBase.Length; b++)
        {
            busBase[b] = buses;
            buses += table.LevelCounts[(int)table.Buses[b].Level];
        }

        busFree = new long[buses];
        domains = table.LevelCounts[(int)LevelKind.Rank];
        wideProbes = new int[commandCount * domains][];
        widePushes = new WidePush[commandCount * domains][];
        for (int i = 0; i < wideProbes.Length; i++)
        {
            CommandSpec c = table.Commands[i / domains];
            bool wide = c.Scope != LevelKind.Bank;
            wideProbes[i] = wide ? [.. WideProbes(c, i % domains)] : [];
            widePushes[i] = wide ? [.. WidePushes(c, i % domains)] : [];
        }

        CouplesDomains = domains > 1 && (HasSharedLevel(table.Pushes.SelectMany(p => p).Select(p => (p.Level, p.Sibling))) || HasSharedLevel(table.AllWindows.Select(w => (w.Level, false))));
    }

    /// <summary>First cycle, not before 0, at which the command is legal as far as timing goes.</summary>
    public long Earliest(CommandSpec command, int domainInChannel, int bank) =>
        Math.Max(BusFree(command, domainInChannel), EarliestByRules(command, domainInChannel, bank));

    /// <summary>First cycle at which the command's bus is free.</summary>
    public long BusFree(CommandSpec command, int domainInChannel) => busFree[BusIndex(command, domainInChannel)];

    /// <summary>The same by the constraint rows alone, without the bus.</summary>
    public long EarliestByRules(CommandSpec command, int domainInChannel, int bank)
    {
        long t = 0;
        if (command.Scope != LevelKind.Bank)
        {
            foreach (int slot in wideProbes[(command.Id * domains) + domainInChannel])
            {
                t = earliest[slot] > t ? earliest[slot] : t;
            }

            return t;
        }

        foreach (int level in table.ProbeLevels[command.Id])
        {
            int node = table.LevelBase[level] + table.Span(level, command.Scope, domainInChannel, bank).First;
            long e = earliest[(node * commandCount) + command.Id];
            t = e > t ? e : t;
        }

        return t;
    }

    /// <summary>True when a command of one domain can move the earliest cycles of another one's by a constraint row.</summary>
    public bool CouplesDomains { get; }

    /// <summary>Records an issue. The caller has made sure that it is legal.</summary>
    public void Issue(CommandSpec command, int domainInChannel, int bank, int count, long cycle)
    {
        busFree[BusIndex(command, domainInChannel)] = cycle + command.BusCycles;
        if (command.Scope != LevelKind.Bank)
        {
            foreach (WidePush p in widePushes[(command.Id * domains) + domainInChannel])
            {
                Push(p.Slot, cycle + p.Push.After(count));
            }
        }
        else
        {
            foreach (TimingPush p in table.Pushes[command.Id])
            {
                int instance = table.Span(p.Level, command.Scope, domainInChannel, bank).First;
                long t = cycle + p.After(count);
                if (p.Sibling)
                {
                    foreach (int sibling in Siblings(p.Level, instance))
                    {
                        Push(Slot(p.Level, sibling, p.To), t);
                    }
                }
                else
                {
                    Push(Slot(p.Level, instance, p.To), t);
                }
            }
        }

        foreach (WindowRule w in table.Windows[command.Id])
        {
            PushWindow(w, command, domainInChannel, bank, cycle);
        }
    }

    /// <summary>True when an instance of a level that rows use belongs to several domains, or a row reaches siblings that are domains.</summary>
    private bool HasSharedLevel(IEnumerable<(int Level, bool Sibling)> rows) => rows.Any(r =>
        table.LevelCounts[r.Level] < domains || (r.Sibling && r.Level <= (int)LevelKind.Rank && table.LevelCounts[r.Level] > (r.Level == 0 ? 1 : table.LevelCounts[r.Level - 1])));

    private void Push(int slot, long t)
    {
        if (earliest[slot] < t)
        {
            earliest[slot] = t;
        }
    }

    private int Slot(int level, int instance, int command) => ((table.LevelBase[level] + instance) * commandCount) + command;

    private IEnumerable<int> WideProbes(CommandSpec c, int domain)
    {
        foreach (int level in table.ProbeLevels[c.Id])
        {
            (int first, int end) = table.Span(level, c.Scope, domain, 0);
            for (int i = first; i < end; i++)
            {
                yield return Slot(level, i, c.Id);
            }
        }
    }

    private IEnumerable<WidePush> WidePushes(CommandSpec c, int domain)
    {
        foreach (TimingPush p in table.Pushes[c.Id])
        {
            (int first, int end) = table.Span(p.Level, c.Scope, domain, 0);
            IEnumerable<int> instances = p.Sibling ? Siblings(p.Level, first) : Enumerable.Range(first, end - first);
            foreach (int i in instances)
            {
                yield return new WidePush(Slot(p.Level, i, p.To), p);
            }
        }
    }

    private IEnumerable<int> Siblings(int level, int self)
    {
        int parents = level == 0 ? 1 : table.LevelCounts[level - 1];
        int perParent = table.LevelCounts[level] / parents;
        int first = self / perParent * perParent;
        return Enumerable.Range(first, perParent).Where(i => i != self);
    }

    private void PushWindow(WindowRule w, CommandSpec command, int domainInChannel, int bank, long cycle)
    {
        (int first, int end) = table.Span(w.Level, command.Scope, domainInChannel, bank);
        for (int i = first; i < end; i++)
        {
            int head = windowHeads[w.Index][i];
            windowTimes[w.Index][(i * w.Size) + head] = cycle;
            head = (head + 1) % w.Size;
            windowHeads[w.Index][i] = head;
            long t = windowTimes[w.Index][(i * w.Size) + head] + w.Latency;
            foreach (int to in w.To)
            {
                Push(Slot(w.Level, i, to), t);
            }
        }
    }

    private int BusIndex(CommandSpec command, int domainInChannel)
    {
        LevelKind level = table.Buses[command.Bus].Level;
        return busBase[command.Bus] + (level == LevelKind.Channel ? 0 : table.Span((int)level, LevelKind.Bank, domainInChannel, 0).First);
    }

    private readonly record struct WidePush(int Slot, TimingPush Push);
}
