namespace PimSim.Cluster;

/// <summary>How a worker works; no result depends on it.</summary>
public sealed record WorkerOptions
{
    /// <summary>Points that it evaluates at the same time, at least 1.</summary>
    public required int Threads { get; init; }

    /// <summary>Bytes of managed memory above which it evaluates one point at a time and forgets what points share.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Address that others reach it at; null for the one from which this machine reaches the store.</summary>
    public string? Address { get; init; }

    /// <summary>Port for other workers; the next one is for clients. 0 for two that are free.</summary>
    public int Port { get; init; }

    /// <summary>Port of <c>/metrics</c> and <c>/health</c>, or null for none.</summary>
    public int? MetricsPort { get; init; }

    /// <summary>Address at which these are served.</summary>
    public string MetricsAddress { get; init; } = "localhost";

    /// <summary>Log lines as JSON.</summary>
    public bool LogJson { get; init; }

    /// <summary>Its name in logs and in the status of a sweep.</summary>
    public string Name { get; init; } = FormattableString.Invariant($"{Environment.MachineName}-{Environment.ProcessId}");
}
