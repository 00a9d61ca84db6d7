using PimSim.Core;

namespace PimSim.Cluster;

/// <summary>What workers and clients of a cluster are told. Secrets come from the environment or from files that it names, never from the command line.</summary>
public sealed record ClusterSettings
{
    /// <summary>The store.</summary>
    public required ClusterAddress Address { get; init; }

    /// <summary>Name of the cluster (<c>PIMSIM_CLUSTER_ID</c>): clusters of different names may share a store.</summary>
    public required string Id { get; init; }

    /// <summary>The shared secret, derived (<c>PIMSIM_CLUSTER_SECRET</c>).</summary>
    public required ClusterKey Key { get; init; }

    /// <summary>Password for the store (<c>PIMSIM_CLUSTER_PASSWORD</c>).</summary>
    internal string? Password { get; init; }

    /// <summary>Certificates, or null for none.</summary>
    internal TlsFiles? Tls { get; init; }

    /// <summary>TLS of PostgreSQL (<c>PIMSIM_CLUSTER_SSLMODE</c>): disable, prefer, require, verify-ca, verify-full.</summary>
    internal string SslMode { get; init; } = "prefer";

    /// <summary>Seconds between probes of another worker (<c>PIMSIM_CLUSTER_PROBE_SECONDS</c>).</summary>
    public double ProbeSeconds { get; init; }

    /// <summary>Missed probes after which a worker is dead (<c>PIMSIM_CLUSTER_PROBE_MISSES</c>).</summary>
    public int ProbeMisses { get; init; }

    /// <summary>Seconds after which a call is given up and tried again (<c>PIMSIM_CLUSTER_RESPONSE_SECONDS</c>).</summary>
    public double ResponseSeconds { get; init; }

    /// <summary>Seconds without a worker, or without the store, after which a sweep stops with an error (<c>PIMSIM_CLUSTER_WAIT_SECONDS</c>).</summary>
    public double WaitSeconds { get; init; }

    /// <summary>Workers that a point may take with it before it is set aside (<c>PIMSIM_CLUSTER_ATTEMPTS</c>).</summary>
    public int Attempts { get; init; }

    /// <summary>Bytes that a network, device model or data set may have (<c>PIMSIM_CLUSTER_FILE_MB</c>, in MiB).</summary>
    public long FileBytes { get; init; }

    /// <summary>Days that the store keeps results and files (<c>PIMSIM_CLUSTER_KEEP_DAYS</c>).</summary>
    public double KeepDays { get; init; }

    /// <summary>Seconds that running points have to finish when a worker is stopped (<c>PIMSIM_CLUSTER_STOP_SECONDS</c>).</summary>
    public double StopSeconds { get; init; }

    /// <summary>Reads the environment.</summary>
    /// <param name="address">The store.</param>
    /// <param name="variable">Value of an environment variable, or null.</param>
    /// <exception cref="UserErrorException">PIM1400, PIM1402: the address; PIM1401: no secret; PIM1408: a variable that cannot be used.</exception>
    public static ClusterSettings Read(string address, Func<string, string?> variable)
    {
        SettingsReader read = new(variable);
        ClusterAddress store = ClusterAddress.Parse(address);
        string id = read.Name("PIMSIM_CLUSTER_ID", "pimsim");
        return new ClusterSettings
        {
            Address = store with { User = store.User ?? variable("PIMSIM_CLUSTER_USER") },
            Id = id,
            Key = ClusterKey.Derive(read.Secret("PIMSIM_CLUSTER_SECRET"), id),
            Password = read.Secret("PIMSIM_CLUSTER_PASSWORD"),
            Tls = TlsFiles.Read(read),
            SslMode = read.Choice("PIMSIM_CLUSTER_SSLMODE", ["prefer", "disable", "require", "verify-ca", "verify-full"]),
            ProbeSeconds = read.Number("PIMSIM_CLUSTER_PROBE_SECONDS", 1, 0.1, 60),
            ProbeMisses = (int)read.Number("PIMSIM_CLUSTER_PROBE_MISSES", 2, 1, 100),
            ResponseSeconds = read.Number("PIMSIM_CLUSTER_RESPONSE_SECONDS", 5, 0.5, 300),
            WaitSeconds = read.Number("PIMSIM_CLUSTER_WAIT_SECONDS", 300, 1, 1e6),
            Attempts = (int)read.Number("PIMSIM_CLUSTER_ATTEMPTS", 3, 1, 100),
            FileBytes = (long)read.Number("PIMSIM_CLUSTER_FILE_MB", 1024, 1, 16_384) << 20,
            KeepDays = read.Number("PIMSIM_CLUSTER_KEEP_DAYS", 7, 0.01, 3650),
            StopSeconds = read.Number("PIMSIM_CLUSTER_STOP_SECONDS", 20, 0, 86_400),
        };
    }
}
