namespace PimSim.Models;

/// <summary>
/// One timing rule as data: t(following) - t(preceding) &gt;= latency, for every earlier preceding command in the same
/// instance of the level; with a window n, for the n-th last one.
/// </summary>
public sealed record ConstraintRow
{
    /// <summary>Short name for reports, for example <c>RCD</c> or <c>FAW</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Scope in which the rule is counted.</summary>
    public required LevelKind Level { get; init; }

    /// <summary>Preceding commands (ids).</summary>
    public required IReadOnlyList<int> From { get; init; }

    /// <summary>Following commands (ids).</summary>
    public required IReadOnlyList<int> To { get; init; }

    /// <summary>The expression as written, for messages.</summary>
    public required string Expression { get; init; }

    /// <summary>
    /// Latency in cycles by the preceding command's operand n (Count): index n, clamped to the last entry. One entry
    /// where the expression does not use n.
    /// </summary>
    public required IReadOnlyList<int> LatencyByCount { get; init; }

    /// <summary>1: the last preceding command counts; n: the n-th last (FAW: 4).</summary>
    public required int Window { get; init; }

    /// <summary>True: the rule holds towards the other children of the level's parent (other ranks), not the same instance.</summary>
    public required bool Sibling { get; init; }

    /// <summary>True: at most that far apart (refresh deadlines) instead of at least.</summary>
    public required bool Max { get; init; }

    /// <summary>Where it stands in the model file: 1-based line.</summary>
    public int Line { get; init; }

    /// <summary>Latency in cycles after a preceding command whose operand n is <paramref name="count"/>.</summary>
    public int LatencyAfter(int count) => LatencyByCount[Math.Min(count, LatencyByCount.Count - 1)];
}
