namespace PimSim.Cluster;

/// <summary>What a worker says to a sweep, again and again. The same words twice do no harm.</summary>
/// <param name="Worker">Its name.</param>
/// <param name="Silo">Its address in the cluster.</param>
/// <param name="Threads">Points that it evaluates at the same time.</param>
/// <param name="Running">Points that it evaluates now, of all sweeps.</param>
/// <param name="Held">Points of this sweep that it has.</param>
/// <param name="Ended">Points that ended since a report was answered.</param>
/// <param name="Wanted">Points that it would take.</param>
[GenerateSerializer]
[Alias("pimsim.report")]
internal sealed record WorkerReport(
    [property: Id(0)] string Worker,
    [property: Id(1)] string Silo,
    [property: Id(2)] int Threads,
    [property: Id(3)] int Running,
    [property: Id(4)] string[] Held,
    [property: Id(5)] PointEnd[] Ended,
    [property: Id(6)] int Wanted);
