using PimSim.Models;

namespace PimSim.Device;

/// <summary>
/// What a command reads and pushes at each place of a channel, worked out once for all channels, so that a step of a
/// controller is a few loads. A place is (command, domain, bank); commands above a bank group have the same at every bank.
/// </summary>
internal sealed class TimingPlaces
{
    private readonly TimingTable table;
    private readonly int commandCount;
    private readonly int domains;
    private readonly int banks;
    private readonly int[] busBase;

    public TimingPlaces(TimingTable table)
    {
        this.table = table;
        commandCount = table.Commands.Length;
        domains = table.LevelCounts[(int)LevelKind.Rank];
        banks = table.LevelCounts[(int)LevelKind.Bank] / domains;
        busBase = new int[table.Buses.Length];
        for (int b = 0; b < busBase.Length; b++)
        {
            busBase[b] = BusCount;
            BusCount += table.LevelCounts[(int)table.Buses[b].Level];
        }

        Buses = [.. Enumerable.Range(0, commandCount * domains).Select(i => BusIndex(table.Commands[i / domains], i % domains))];
        Probes = ByPlace((c, d, b) => FindProbes(c, d, b).ToArray());
        Pushes = ByPlace((c, d, b) => FindPushes(c, d, b).ToArray());
        Windows = ByPlace((c, d, b) => FindWindows(c, d, b).ToArray());
        ByCount = [.. Pushes.Select(p => p.Any(x => x.ByCount is not null))];
        CouplesDomains = domains > 1 && (HasSharedLevel(table.Pushes.SelectMany(p => p).Select(p => (p.Level, p.Sibling))) || HasSharedLevel(table.AllWindows.Select(w => (w.Level, false))));
    }

    /// <summary>Slots of the earliest cycles: node * commands + command.</summary>
    public int SlotCount => table.NodeCount * commandCount;

    /// <summary>Instances of all command buses.</summary>
    public int BusCount { get; }

    /// <summary>By command * domains + domain: bus instance.</summary>
    public int[] Buses { get; }

    /// <summary>By place: slots that hold back a command.</summary>
    public int[][] Probes { get; }

    /// <summary>The slot of a level at a place, or <see cref="SlotCount"/>, which is always free, where no rule is counted there.</summary>
    public int SlotOf(int place, LevelKind level)
    {
        int first = table.LevelBase[(int)level] * commandCount;
        int end = first + (table.LevelCounts[(int)level] * commandCount);
        foreach (int slot in Probes[place])
        {
            if (slot >= first && slot < end)
            {
                return slot;
            }
        }

        return SlotCount;
    }

    /// <summary>By place: slots that a command pushes.</summary>
    public SlotPush[][] Pushes { get; }

    /// <summary>By place: whether any of its pushes depends on the operand n.</summary>
    public bool[] ByCount { get; }

    /// <summary>By place: windows that a command enters.</summary>
    public WindowPlace[][] Windows { get; }

    /// <summary>True when a command of one domain can move the earliest cycles of another one's by a constraint row.</summary>
    public bool CouplesDomains { get; }

    public int Place(int command, int domainInChannel, int bank) => (((command * domains) + domainInChannel) * banks) + bank;

    public int Bus(int command, int domainInChannel) => Buses[(command * domains) + domainInChannel];

    private T[] ByPlace<T>(Func<CommandSpec, int, int, T> make)
    {
        var result = new T[commandCount * domains * banks];
        for (int i = 0; i < result.Length; i++)
        {
            CommandSpec c = table.Commands[i / (domains * banks)];
            int bank = i % banks;
            bool used = bank == 0 || c.Scope >= LevelKind.BankGroup;
            result[i] = used ? make(c, i / banks % domains, bank) : result[i - bank];
        }

        return result;
    }

    /// <summary>True when an instance of a level that rows use belongs to several domains, or a row reaches siblings that are domains.</summary>
    private bool HasSharedLevel(IEnumerable<(int Level, bool Sibling)> rows) => rows.Any(r =>
        table.LevelCounts[r.Level] < domains || (r.Sibling && r.Level <= (int)LevelKind.Rank && table.LevelCounts[r.Level] > (r.Level == 0 ? 1 : table.LevelCounts[r.Level - 1])));

    private int Slot(int level, int instance, int command) => ((table.LevelBase[level] + instance) * commandCount) + command;

    private IEnumerable<int> FindProbes(CommandSpec c, int domain, int bank)
    {
        foreach (int level in table.ProbeLevels[c.Id])
        {
            (int first, int end) = table.Span(level, c.Scope, domain, bank);
            for (int i = first; i < end; i++)
            {
                yield return Slot(level, i, c.Id);
            }
        }
    }

    private IEnumerable<SlotPush> FindPushes(CommandSpec c, int domain, int bank)
    {
        foreach (TimingPush p in table.Pushes[c.Id])
        {
            (int first, int end) = table.Span(p.Level, c.Scope, domain, bank);
            IEnumerable<int> instances = p.Sibling ? Siblings(p.Level, first, end) : Enumerable.Range(first, end - first);
            foreach (int i in instances)
            {
                yield return new SlotPush(Slot(p.Level, i, p.To), p.After(0), p.IsConstant ? null : p);
            }
        }
    }

    private IEnumerable<WindowPlace> FindWindows(CommandSpec c, int domain, int bank)
    {
        foreach (WindowRule w in table.Windows[c.Id])
        {
            (int first, int end) = table.Span(w.Level, c.Scope, domain, bank);
            for (int i = first; i < end; i++)
            {
                yield return new WindowPlace(w.Index, i, w.Size, w.Latency, [.. w.To.Select(to => Slot(w.Level, i, to))]);
            }
        }
    }

    /// <summary>Other instances under the same parent; none where the command reaches all of them.</summary>
    private IEnumerable<int> Siblings(int level, int firstReached, int endReached)
    {
        int parents = level == 0 ? 1 : table.LevelCounts[level - 1];
        int perParent = table.LevelCounts[level] / parents;
        int first = firstReached / perParent * perParent;
        return Enumerable.Range(first, perParent).Where(i => i < firstReached || i >= endReached);
    }

    private int BusIndex(CommandSpec command, int domainInChannel)
    {
        LevelKind level = table.Buses[command.Bus].Level;
        return busBase[command.Bus] + (level == LevelKind.Channel ? 0 : table.Span((int)level, LevelKind.Bank, domainInChannel, 0).First);
    }

    /// <summary>A slot that a command pushes by a latency, which may depend on its operand n.</summary>
    public readonly record struct SlotPush(int Slot, int Latency, TimingPush? ByCount);

    /// <summary>An instance of a window, and the slots that it pushes when it is full.</summary>
    public readonly record struct WindowPlace(int Window, int Instance, int Size, int Latency, int[] Slots);
}
