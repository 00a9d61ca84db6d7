using PimSim.Models;

namespace PimSim.Cli;

/// <summary>What a timeline needs to know of a device's commands, by id.</summary>
internal sealed class TimelineCommands
{
    private readonly CommandSpec[] specs;
    private readonly int[] refreshCycles;
    private readonly string?[] rests;
    private readonly bool[] wakes;

    public TimelineCommands(DeviceModel model)
    {
        specs = [.. model.Standard.Commands];
        BurstCycles = Math.Max(1, model.Standard.Parameters.GetValueOrDefault("BL"));
        int activate = model.Standard.FindCommand("ACT");
        refreshCycles = [.. specs.Select(s => s.Effects.HasFlag(CommandEffects.Refreshes) ? Distance(model, s.Id, activate) : 0)];
        rests = [.. specs.Select(s => s.Name switch { "PDEA" or "PDEP" => "power-down", "SREFEN" => "self-refresh", _ => null })];
        wakes = [.. specs.Select(s => s.Name is "PDXA" or "PDXP" or "SREFEX")];
    }

    /// <summary>Cycles for which an access has the data bus.</summary>
    public long BurstCycles { get; }

    public CommandSpec this[int command] => specs[command];

    /// <summary>Cycles that a refresh keeps its banks busy: until the first activate that is legal.</summary>
    public int RefreshCycles(int command) => refreshCycles[command];

    /// <summary>The kind of rest that a command begins, or null.</summary>
    public string? Rest(int command) => rests[command];

    /// <summary>True for a command that ends a rest.</summary>
    public bool Wakes(int command) => wakes[command];

    private static int Distance(DeviceModel model, int from, int to) => model.Standard.Constraints
        .Where(r => r is { Max: false, Sibling: false, Window: 1 } && r.From.Contains(from) && r.To.Contains(to))
        .Select(r => r.LatencyAfter(0))
        .DefaultIfEmpty(1)
        .Max();
}
