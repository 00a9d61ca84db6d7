using PimSim.Core;

namespace PimSim.Models;

/// <summary>A constraint row as a standard's file gives it.</summary>
internal sealed record RowDeclaration
{
    public required YamlScalar Name { get; init; }

    public required YamlContext Context { get; init; }

    public required YamlScalar Level { get; init; }

    public required IReadOnlyList<YamlScalar> From { get; init; }

    public required IReadOnlyList<YamlScalar> To { get; init; }

    public required PlacedExpression? Latency { get; init; }

    public required int Window { get; init; }

    public required bool Sibling { get; init; }

    public required bool Max { get; init; }
}
