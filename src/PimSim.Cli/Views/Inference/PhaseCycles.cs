namespace PimSim.Cli;

/// <summary>Where the cycles went; the sum is the whole time.</summary>
internal sealed record PhaseCycles(long Load, long Compute, long Threshold, long Move, long Refresh, long Mode, long Host)
{
    /// <summary>The phases by the names of the documents, in fixed order.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Named =>
    [
        new("load", Load),
        new("compute", Compute),
        new("threshold", Threshold),
        new("move", Move),
        new("refresh", Refresh),
        new("mode", Mode),
        new("host", Host),
    ];
}
