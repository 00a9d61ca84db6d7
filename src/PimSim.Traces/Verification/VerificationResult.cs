namespace PimSim.Traces;

/// <summary>What a verification found.</summary>
public sealed record VerificationResult
{
    /// <summary>Commands checked.</summary>
    public required long Commands { get; init; }

    /// <summary>Smallest and largest cycle, 0 in an empty trace.</summary>
    public required (long First, long Last) Cycles { get; init; }

    /// <summary>Violations of all rules; a command counts once for each rule that it violates.</summary>
    public required long Violations { get; init; }

    /// <summary>Every rule: the rows in the order of the standard, the buses, the states.</summary>
    public required IReadOnlyList<RuleOutcome> Rules { get; init; }

    /// <summary>The first violations in full, as many as <see cref="VerificationOptions.MaximumDetails"/> says.</summary>
    public required IReadOnlyList<RuleViolation> Details { get; init; }
}
