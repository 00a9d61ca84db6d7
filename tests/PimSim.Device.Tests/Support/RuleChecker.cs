using PimSim.Models;

namespace PimSim.Device.Tests;

/// <summary>Checks the commands of one channel, in order of cycle, against rules by brute force.</summary>
internal sealed class RuleChecker
{
    private readonly DeviceModel model;
    private readonly IReadOnlyList<TimingRule> rules;
    private readonly Places places;
    private readonly Dictionary<(int, LevelKind, int, int, LevelKind, int, int), bool> met = [];
    private readonly long horizon;

    public RuleChecker(DeviceModel model, IReadOnlyList<TimingRule> rules)
    {
        this.model = model;
        this.rules = rules;
        places = new Places(model.Organization);
        horizon = rules.Where(r => !r.Max).Max(r => Enumerable.Range(0, 300).Max(r.Latency));
    }

    /// <summary>Pairs that rules were applied to.</summary>
    public long Compared { get; private set; }

    /// <summary>Which commands broke which rules in the last check; buses are no rules.</summary>
    public HashSet<(string Rule, PlacedCommand Following)> Broken { get; } = [];

    /// <summary>Names of rules that were exactly met at least once.</summary>
    public HashSet<string> Tight { get; } = new(StringComparer.Ordinal);

    public List<string> Violations(IReadOnlyList<PlacedCommand> commands)
    {
        List<string> violations = [];
        Broken.Clear();
        for (int i = 0; i < commands.Count; i++)
        {
            PlacedCommand next = commands[i];
            int first = i;
            while (first > 0 && next.Cycle - commands[first - 1].Cycle <= horizon)
            {
                first--;
            }

            foreach (PlacedCommand p in commands.Skip(first).Take(i - first))
            {
                bool sameBus = p.Command.Bus == next.Command.Bus && model.Standard.Buses[p.Command.Bus].Level == LevelKind.Channel;
                if (sameBus && next.Cycle < p.Cycle + p.Command.BusCycles)
                {
                    violations.Add($"bus: {p} and {next}");
                }
            }

            for (int r = 0; r < rules.Count; r++)
            {
                if (rules[r].To.Contains(next.Command.Id))
                {
                    Check(r, commands, first, i, violations);
                }
            }
        }

        return violations;
    }

    private void Check(int rule, IReadOnlyList<PlacedCommand> commands, int first, int index, List<string> violations)
    {
        TimingRule r = rules[rule];
        PlacedCommand next = commands[index];
        if (r.Max)
        {
            PlacedCommand? last = commands.Take(index).LastOrDefault(p => r.From.Contains(p.Command.Id) && p.Domain == next.Domain);
            long limit = r.Latency(0);
            if (next.Cycle - (last?.Cycle ?? 0) > limit)
            {
                Broken.Add((r.Name, next));
                violations.Add($"{r.Name} (at most {limit}): {last} and {next}");
            }

            return;
        }

        int seen = 0;
        for (int i = index - 1; i >= first; i--)
        {
            PlacedCommand p = commands[i];
            if (!r.From.Contains(p.Command.Id) || !Meet(rule, p, next) || ++seen < r.Window)
            {
                continue;
            }

            Compared++;
            long distance = next.Cycle - p.Cycle;
            long latency = r.Latency(p.Count);
            if (distance < latency)
            {
                Broken.Add((r.Name, next));
                violations.Add($"{r.Name}: {latency} from {p} to {next}");
            }
            else if (distance == latency)
            {
                Tight.Add(r.Name);
            }
        }
    }

    private bool Meet(int rule, PlacedCommand from, PlacedCommand to)
    {
        var key = (rule, from.Command.Scope, from.Domain, from.Bank, to.Command.Scope, to.Domain, to.Bank);
        if (!met.TryGetValue(key, out bool value))
        {
            met[key] = value = places.Meet(rules[rule], from, to);
        }

        return value;
    }
}
