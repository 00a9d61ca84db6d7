namespace PimSim.Traces;

/// <summary>What a verification can be told.</summary>
public sealed record VerificationOptions
{
    /// <summary>How many violations are kept in full; all are counted.</summary>
    public int MaximumDetails { get; init; } = 100;

    /// <summary>
    /// True when column commands of the trace name the row that they mean, as those of other simulators do: it is then
    /// compared with the row that is open.
    /// </summary>
    public bool ColumnCommandsNameRows { get; init; }
}
