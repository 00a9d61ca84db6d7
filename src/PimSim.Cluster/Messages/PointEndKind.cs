namespace PimSim.Cluster;

/// <summary>How a point can end.</summary>
[GenerateSerializer]
[Alias("pimsim.endkind")]
internal enum PointEndKind
{
    /// <summary>Its result is in the store.</summary>
    Stored,

    /// <summary>Its result, a fault, is in the store.</summary>
    StoredFault,

    /// <summary>It took too many workers with it.</summary>
    SetAside,

    /// <summary>No worker takes it.</summary>
    Refused,

    /// <summary>The worker gives it back unfinished.</summary>
    Returned,
}
