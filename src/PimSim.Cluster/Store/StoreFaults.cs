using System.Net.Sockets;
using Npgsql;
using PimSim.Core;
using StackExchange.Redis;

namespace PimSim.Cluster;

/// <summary>Which faults of a store may pass, and what is said of those that do not.</summary>
internal static class StoreFaults
{
    /// <summary>True for a store that is away, is starting, or does not answer in time.</summary>
    public static bool MayPass(Exception fault) => fault is RedisConnectionException or RedisTimeoutException or SocketException or TimeoutException
        || (fault is RedisServerException server && (server.Message.StartsWith("LOADING", StringComparison.Ordinal) || server.Message.StartsWith("BUSY", StringComparison.Ordinal)))
        || fault is NpgsqlException { IsTransient: true }
        || fault is NpgsqlException { InnerException: SocketException or TimeoutException or IOException }
        || fault is PostgresException { SqlState: "57P01" or "57P02" or "57P03" };

    /// <summary>True for all that a store's library throws.</summary>
    public static bool IsOne(Exception fault) => MayPass(fault) || fault is RedisException or NpgsqlException;

    /// <summary>PIM1404 for a fault that stays.</summary>
    public static UserErrorException Stays(ClusterAddress address, Exception fault) => new(
        "PIM1404",
        $"the cluster's store {address} cannot be used: {fault.Message.ReplaceLineEndings(" ")}",
        null,
        "see that it runs, that this machine reaches it, and that user and password are right (PIMSIM_CLUSTER_USER, PIMSIM_CLUSTER_PASSWORD); then resume the sweep");
}
