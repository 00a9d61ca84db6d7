namespace PimSim.Cluster;

/// <summary>What a sweep tells its client.</summary>
/// <param name="Epoch">Another one than before: the sweep's memory was lost with a worker, and its points have to be submitted again.</param>
/// <param name="Ended">Points that ended, from the place that was asked for.</param>
/// <param name="Status">How it stands.</param>
[GenerateSerializer]
[Alias("pimsim.news")]
internal sealed record SweepNews([property: Id(0)] string Epoch, [property: Id(1)] PointEnd[] Ended, [property: Id(2)] SweepState Status);
