namespace PimSim.Cluster;

/// <summary>What a point's grain says when it is told to start.</summary>
[GenerateSerializer]
[Alias("pimsim.start")]
internal enum PointStart
{
    /// <summary>It waits for a thread of the worker that asked, or has one.</summary>
    Started,

    /// <summary>Another worker has it, or the worker is being stopped.</summary>
    Busy,
}
