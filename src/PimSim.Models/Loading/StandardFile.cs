using PimSim.Core;

namespace PimSim.Models;

/// <summary>A standard's file (memory or processing), read but not yet compiled for a device.</summary>
internal sealed record StandardFile
{
    public required string Name { get; init; }

    public required YamlContext Context { get; init; }

    /// <summary>Processing files have commands and rows, but no levels and buses of their own.</summary>
    public required bool IsProcessing { get; init; }

    /// <summary>Levels that instances are counted by.</summary>
    public required IReadOnlyList<LevelKind> Levels { get; init; }

    /// <summary>The level that <c>domain</c> stands for; null in a processing file.</summary>
    public required LevelKind? Domain { get; init; }

    public required int GuardPermille { get; init; }

    public required PlacedExpression? RefreshInterval { get; init; }

    /// <summary>Interval between per-bank refreshes, or null where the standard has none.</summary>
    public required PlacedExpression? PerBankRefreshInterval { get; init; }

    public required IReadOnlyList<ParameterSpec> Timing { get; init; }

    public required IReadOnlyList<ParameterSpec> Currents { get; init; }

    public required IReadOnlyList<ParameterSpec> Energy { get; init; }

    public required IReadOnlyList<(YamlScalar Name, PlacedExpression Value)> Derived { get; init; }

    public required IReadOnlyList<(YamlScalar Name, PlacedExpression Value)> DerivedEnergy { get; init; }

    /// <summary>pJ per cycle of one domain: all banks closed, a bank open.</summary>
    public required PlacedExpression? PrechargedStandby { get; init; }

    public required PlacedExpression? ActiveStandby { get; init; }

    /// <summary>The same in power-down, banks closed or a bank open, and in self-refresh; null where the file gives none.</summary>
    public required PlacedExpression? PrechargedPowerDown { get; init; }

    public required PlacedExpression? ActivePowerDown { get; init; }

    public required PlacedExpression? SelfRefresh { get; init; }

    public required IReadOnlyList<(CommandBus Bus, IReadOnlyList<string> Aliases)> Buses { get; init; }

    public required IReadOnlyList<(YamlScalar Name, IReadOnlyList<YamlScalar> Members)> Sets { get; init; }

    public required IReadOnlyList<CommandDeclaration> Commands { get; init; }

    public required IReadOnlyList<RowDeclaration> Rows { get; init; }
}
