using PimSim.Models;

namespace PimSim.Traces;

/// <summary>One violation in full.</summary>
public sealed record RuleViolation
{
    /// <summary>Name of the constraint row, or one of <see cref="VerificationRules"/>.</summary>
    public required string Rule { get; init; }

    /// <summary>Place in the trace of the command that violates, from 0; the number of commands where the trace's end does.</summary>
    public required long Index { get; init; }

    /// <summary>The command that asked for the distance or made the state, or null: the start of the trace.</summary>
    public required TimedCommand? Preceding { get; init; }

    /// <summary>The command that violates, or null: the end of the trace.</summary>
    public required TimedCommand? Following { get; init; }

    /// <summary>Cycles that must lie between the two, at least or, for a deadline, at most; null where no distance is the matter.</summary>
    public long? RequiredCycles { get; init; }

    /// <summary>Cycles that lie between the two; null as above.</summary>
    public long? ActualCycles { get; init; }

    /// <summary>By how many cycles the distance is wrong, above 0; null as above.</summary>
    public long? MissingCycles => RequiredCycles is { } required && ActualCycles is { } actual ? Math.Abs(required - actual) : null;

    /// <summary>What was wrong, where it is no distance; otherwise null.</summary>
    public string? Note { get; init; }
}
