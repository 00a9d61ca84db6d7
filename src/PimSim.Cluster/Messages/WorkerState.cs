namespace PimSim.Cluster;

/// <summary>A worker as a sweep sees it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Threads">Points that it evaluates at the same time.</param>
/// <param name="Running">Points that it evaluates now, of all sweeps.</param>
/// <param name="Done">Points of this sweep that it finished.</param>
/// <param name="SecondsSilent">Seconds since it was heard of.</param>
[GenerateSerializer]
[Alias("pimsim.worker")]
public sealed record WorkerState(
    [property: Id(0)] string Name, [property: Id(1)] int Threads, [property: Id(2)] int Running, [property: Id(3)] int Done, [property: Id(4)] double SecondsSilent);
