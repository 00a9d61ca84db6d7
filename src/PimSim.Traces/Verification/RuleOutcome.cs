namespace PimSim.Traces;

/// <summary>What became of one rule.</summary>
/// <param name="Name">Name of the constraint row, or one of <see cref="VerificationRules"/>.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Pairs">
/// Commands that had a preceding one under this rule, each compared with the one that binds it. 0: never exercised, or a
/// rule about states, which compares no distances.
/// </param>
/// <param name="SlackCycles">Smallest distance minus what is required (for a deadline: what is allowed minus the distance); null without pairs.</param>
/// <param name="Tight">True when a distance was exactly the required one at least once.</param>
/// <param name="Violations">Commands that violate it.</param>
public sealed record RuleOutcome(string Name, RuleKind Kind, long Pairs, long? SlackCycles, bool Tight, long Violations)
{
    /// <summary>True when a pair of commands was compared.</summary>
    public bool Exercised => Pairs > 0;
}
