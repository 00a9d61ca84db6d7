using PimSim.Core;

namespace PimSim.Models;

/// <summary>A command as a standard's file declares it.</summary>
internal sealed record CommandDeclaration
{
    public required YamlScalar Name { get; init; }

    public required YamlContext Context { get; init; }

    public required YamlScalar Scope { get; init; }

    public required CommandEffects Effects { get; init; }

    public required bool NeedsOpenRow { get; init; }

    public required bool EveryUnit { get; init; }

    public required CommandMode Mode { get; init; }

    public required CommandPhase Phase { get; init; }

    public required YamlScalar Bus { get; init; }

    public required PlacedExpression? BusCycles { get; init; }

    public required PlacedExpression? DataEnd { get; init; }

    public required PimOperation Operation { get; init; }

    /// <summary>Parts with their expressions in pJ; null where the file gives none.</summary>
    public required IReadOnlyList<(EnergyPart Part, PlacedExpression Picojoules)>? Energy { get; init; }
}
