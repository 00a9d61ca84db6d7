namespace PimSim.Cluster;

/// <summary>How a sweep stands on the cluster.</summary>
/// <param name="Waiting">Points that no worker has.</param>
/// <param name="Running">Points that workers have.</param>
/// <param name="Done">Points that ended, failed ones included.</param>
/// <param name="Failed">Points that failed, were set aside or refused.</param>
/// <param name="PerSecond">Points a second over the last half minute.</param>
/// <param name="Workers">Workers that were heard of lately.</param>
[GenerateSerializer]
[Alias("pimsim.state")]
public sealed record SweepState(
    [property: Id(0)] int Waiting,
    [property: Id(1)] int Running,
    [property: Id(2)] int Done,
    [property: Id(3)] int Failed,
    [property: Id(4)] double PerSecond,
    [property: Id(5)] WorkerState[] Workers);
