using PimSim.Models;

namespace PimSim.Cli;

/// <summary>What a timeline needs to know of a device's commands, by id.</summary>
internal sealed class TimelineCommands
{
    private readonly CommandSpec[] specs;
    private readonly int[] refreshCycles;
    private readonly string?[] rests;
    private readonly bool[] wakes;
    private readonly ConstraintRow[][] occupancies;
    private readonly int banksPerUnit;
    private readonly Organization organization;

    public TimelineCommands(DeviceModel model)
    {
        specs = [.. model.Standard.Commands];
        organization = model.Organization;
        banksPerUnit = model.Unit?.BanksPerUnit ?? 1;
        BurstCycles = Math.Max(1, model.Standard.Parameters.GetValueOrDefault("BL"));
        int activate = model.Standard.FindCommand("ACT");
        refreshCycles = [.. specs.Select(s => s.Effects.HasFlag(CommandEffects.Refreshes) ? Distance(model, s.Id, activate) : 0)];
        rests = [.. specs.Select(s => s.Name switch { "PDEA" or "PDEP" => "power-down", "SREFEN" => "self-refresh", _ => null })];
        wakes = [.. specs.Select(s => s.Name is "PDXA" or "PDXP" or "SREFEX")];
        occupancies = [.. specs.Select(s => model.Standard.Constraints
            .Where(r => r is { Max: false, Sibling: false, Window: 1 } && r.From.Contains(s.Id) && r.To.Contains(s.Id))
            .ToArray())];
    }

    /// <summary>Cycles for which an access has the data bus.</summary>
    public long BurstCycles { get; }

    public CommandSpec this[int command] => specs[command];

    /// <summary>Cycles that a refresh keeps its banks busy: until the first activate that is legal.</summary>
    public int RefreshCycles(int command) => refreshCycles[command];

    /// <summary>Cycles for which a command with operand n keeps its units busy: until they could take the same again.</summary>
    public int Occupies(int command, int n) => occupancies[command].Select(r => r.LatencyAfter(n)).DefaultIfEmpty(1).Max();

    /// <summary>The banks of a pseudo-channel whose rows a command opens or closes, or in which it accesses a column.</summary>
    public IEnumerable<int> Banks(CommandSpec spec, TimedCommand command)
    {
        int inRank = command.Operands.Bank;
        (int first, int count, int step) =
            UsesBanksOfUnits(spec) ? (command.Operands.Parity, organization.Banks - command.Operands.Parity, banksPerUnit)
            : spec.EveryUnit ? (inRank, organization.Banks - inRank, banksPerUnit)
            : spec.Scope >= LevelKind.Bank ? (inRank, 1, 1)
            : spec.Scope >= LevelKind.Rank ? (0, organization.Banks, 1)
            : (0, organization.Ranks * organization.Banks, 1);
        int offset = spec.Scope >= LevelKind.Rank ? command.Rank * organization.Banks : 0;
        for (int bank = first; bank < first + count; bank += step)
        {
            yield return offset + bank;
        }
    }

    /// <summary>The kind of rest that a command begins, or null.</summary>
    public string? Rest(int command) => rests[command];

    /// <summary>True for a command that ends a rest.</summary>
    public bool Wakes(int command) => wakes[command];

    /// <summary>True for a command whose operand says which of its banks feeds every unit.</summary>
    private static bool UsesBanksOfUnits(CommandSpec spec) =>
        spec is { Scope: < LevelKind.Bank, Operation: not (PimOperation.None or PimOperation.Mode) } && (spec.Effects & (CommandEffects.Reads | CommandEffects.Writes)) != CommandEffects.None;

    private static int Distance(DeviceModel model, int from, int to) => model.Standard.Constraints
        .Where(r => r is { Max: false, Sibling: false, Window: 1 } && r.From.Contains(from) && r.To.Contains(to))
        .Select(r => r.LatencyAfter(0))
        .DefaultIfEmpty(1)
        .Max();
}
