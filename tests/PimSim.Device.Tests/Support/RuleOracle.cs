using PimSim.Models;

namespace PimSim.Device.Tests;

/// <summary>
/// When a command is legal, from the rows of a model and the whole history of a channel: slow, and free of everything
/// that <see cref="ChannelTiming"/> precomputes.
/// </summary>
internal sealed class RuleOracle
{
    private readonly DeviceModel model;
    private readonly List<TimingRule> rules;
    private readonly Dictionary<(LevelKind Level, LevelKind Scope, int Domain, int Bank), HashSet<(int, int, int, int)>> instances = [];
    private readonly Places places;

    public RuleOracle(DeviceModel model)
    {
        this.model = model;
        rules = [.. TimingRule.Of(model).Where(r => !r.Max)];
        places = new Places(model.Organization);
    }

    public List<PlacedCommand> History { get; } = [];

    public long Earliest(CommandSpec command, int domain, int bank)
    {
        var next = new PlacedCommand(0, command, domain, bank, 0);
        long t = 0;
        foreach (PlacedCommand p in History.Where(p => SharesBus(p, next)))
        {
            t = Math.Max(t, p.Cycle + p.Command.BusCycles);
        }

        foreach (TimingRule rule in rules.Where(r => r.To.Contains(command.Id)))
        {
            t = Math.Max(t, Demand(rule, next));
        }

        return t;
    }

    /// <summary>First cycle that one rule allows.</summary>
    public long Demand(TimingRule rule, PlacedCommand next)
    {
        IEnumerable<PlacedCommand> before = History.Where(p => rule.From.Contains(p.Command.Id));
        if (rule.Window == 1)
        {
            return before.Where(p => Meet(rule, p, next)).Select(p => p.Cycle + rule.Latency(p.Count)).DefaultIfEmpty(0).Max();
        }

        long t = 0;
        foreach (var instance in Instances(rule.Level, next))
        {
            PlacedCommand[] inside = [.. before.Where(p => Instances(rule.Level, p).Contains(instance))];
            t = inside.Length < rule.Window ? t : Math.Max(t, inside[^rule.Window].Cycle + rule.Latency(0));
        }

        return t;
    }

    private bool SharesBus(PlacedCommand a, PlacedCommand b) =>
        a.Command.Bus == b.Command.Bus && (model.Standard.Buses[a.Command.Bus].Level == LevelKind.Channel || a.Domain == b.Domain);

    private bool Meet(TimingRule rule, PlacedCommand from, PlacedCommand to)
    {
        if (rule.Sibling)
        {
            return places.Meet(rule, from, to);
        }

        return Instances(rule.Level, from).Overlaps(Instances(rule.Level, to));
    }

    private HashSet<(int, int, int, int)> Instances(LevelKind level, PlacedCommand c)
    {
        var key = (level, c.Command.Scope, c.Domain, c.Bank);
        if (!instances.TryGetValue(key, out var set))
        {
            instances[key] = set = places.Instances(level, c);
        }

        return set;
    }
}
