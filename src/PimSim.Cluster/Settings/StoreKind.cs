namespace PimSim.Cluster;

/// <summary>What keeps results and membership of a cluster.</summary>
public enum StoreKind
{
    /// <summary>Redis.</summary>
    Redis,

    /// <summary>PostgreSQL.</summary>
    Postgres,
}
