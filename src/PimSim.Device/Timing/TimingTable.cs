using PimSim.Core;
using PimSim.Models;

namespace PimSim.Device;

/// <summary>
/// Constraint rows compiled for one channel: what an issued command pushes onto the earliest cycles of others.
/// Nodes number the instances of all levels of the channel: channel, pseudo-channels, ranks, bank groups, banks.
/// </summary>
internal sealed class TimingTable
{
    public const int Levels = 5;

    private readonly Organization organization;
    private readonly Func<int, bool> isUsed;

    public TimingTable(DeviceModel model)
        : this(model, _ => true)
    {
    }

    /// <summary>As the other one, without rules towards commands that are never issued.</summary>
    /// <param name="model">The device.</param>
    /// <param name="isUsed">By command id: whether it can be issued.</param>
    public TimingTable(DeviceModel model, Func<int, bool> isUsed)
    {
        this.isUsed = isUsed;
        organization = model.Organization;
        MemoryStandard standard = model.Standard;
        Commands = [.. standard.Commands];
        int[] counts =
        [
            1,
            organization.PseudoChannels,
            organization.DomainsPerChannel,
            organization.DomainsPerChannel * organization.BankGroups,
            organization.DomainsPerChannel * organization.Banks,
        ];
        LevelCounts = counts;
        LevelBase = new int[Levels];
        for (int l = 1; l < Levels; l++)
        {
            LevelBase[l] = LevelBase[l - 1] + counts[l - 1];
        }

        NodeCount = LevelBase[Levels - 1] + counts[Levels - 1];
        CompilePushes(standard);
        Buses = [.. standard.Buses];
        Places = new TimingPlaces(this);
        MaxLatency = LongestLatency(standard);
    }

    /// <summary>Commands by id.</summary>
    public CommandSpec[] Commands { get; }

    /// <summary>Buses by index.</summary>
    public CommandBus[] Buses { get; }

    /// <summary>First node of each level.</summary>
    public int[] LevelBase { get; }

    /// <summary>Instances of each level in a channel.</summary>
    public int[] LevelCounts { get; }

    /// <summary>Nodes of all levels together.</summary>
    public int NodeCount { get; }

    /// <summary>By preceding command: what it pushes.</summary>
    public TimingPush[][] Pushes { get; private set; } = [];

    /// <summary>By preceding command: windows it takes part in.</summary>
    public WindowRule[][] Windows { get; private set; } = [];

    /// <summary>All windows.</summary>
    public WindowRule[] AllWindows { get; private set; } = [];

    /// <summary>By following command: levels that any rule counts it in.</summary>
    public int[][] ProbeLevels { get; private set; } = [];

    /// <summary>The longest latency of any rule: after this many idle cycles nothing is remembered.</summary>
    public int MaxLatency { get; }

    /// <summary><see cref="MaxLatency"/> of a standard's rules.</summary>
    public static int LongestLatency(MemoryStandard standard) =>
        standard.Constraints.Where(r => !r.Max).SelectMany(r => r.LatencyByCount).DefaultIfEmpty(0).Max();

    /// <summary>What commands read and push at each place.</summary>
    public TimingPlaces Places { get; }

    /// <summary>First and last + 1 instance of <paramref name="level"/> that a command with <paramref name="scope"/> touches.</summary>
    public (int First, int End) Span(int level, LevelKind scope, int domainInChannel, int bank)
    {
        int groups = organization.BankGroups;
        int banks = organization.Banks;
        int s = (int)scope;
        if (level <= s || s >= (int)LevelKind.Bank)
        {
            int instance = level switch
            {
                0 => 0,
                1 => domainInChannel / organization.Ranks,
                2 => domainInChannel,
                3 => (domainInChannel * groups) + (bank / organization.BanksPerGroup),
                _ => (domainInChannel * banks) + bank,
            };
            return (instance, instance + 1);
        }

        (int scopeFirst, int scopeEnd) = Span(s, scope, domainInChannel, bank);
        int factor = LevelCounts[level] / LevelCounts[s];
        return (scopeFirst * factor, scopeEnd * factor);
    }

    private static int[] Merge(int[]? a, IReadOnlyList<int> b)
    {
        if (a is null)
        {
            return [.. b];
        }

        int[] r = new int[Math.Max(a.Length, b.Count)];
        for (int i = 0; i < r.Length; i++)
        {
            r[i] = Math.Max(a[Math.Min(i, a.Length - 1)], b[Math.Min(i, b.Count - 1)]);
        }

        return r;
    }

    private void CompilePushes(MemoryStandard standard)
    {
        int n = Commands.Length;
        var merged = new Dictionary<(int From, int To, int Level, bool Sibling), int[]>();
        var windows = new List<WindowRule>();
        var probes = new SortedSet<int>[n];
        for (int i = 0; i < n; i++)
        {
            probes[i] = [];
        }

        foreach (ConstraintRow row in standard.Constraints.Where(r => !r.Max))
        {
            int level = (int)row.Level;
            if (row.Window > 1)
            {
                windows.Add(new WindowRule(windows.Count, level, [.. row.From], [.. row.To.Where(isUsed)], row.Window, row.LatencyAfter(0)));
            }

            foreach (int to in row.To.Where(isUsed))
            {
                probes[to].Add(level);
                foreach (int from in row.Window > 1 ? [] : row.From)
                {
                    var key = (from, to, level, row.Sibling);
                    merged[key] = Merge(merged.GetValueOrDefault(key), row.LatencyByCount);
                }
            }
        }

        Pushes = new TimingPush[n][];
        for (int c = 0; c < n; c++)
        {
            Pushes[c] = [.. merged.Where(m => m.Key.From == c)
                .OrderBy(m => m.Key.Level).ThenBy(m => m.Key.To).ThenBy(m => m.Key.Sibling)
                .Select(m => new TimingPush(m.Key.Level, m.Key.To, m.Key.Sibling, m.Value))];
        }

        AllWindows = [.. windows];
        Windows = [.. Enumerable.Range(0, n).Select(c => windows.Where(w => w.From.Contains(c)).ToArray())];
        ProbeLevels = [.. probes.Select(p => p.ToArray())];
        if (Commands.Where((c, i) => c.Id != i).Any())
        {
            throw new InternalErrorException("command ids are not their indices");
        }
    }
}
