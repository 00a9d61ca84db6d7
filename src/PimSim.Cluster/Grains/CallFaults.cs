using Microsoft.AspNetCore.Connections;

namespace PimSim.Cluster;

/// <summary>Which faults of a call are gone when it is made again.</summary>
internal static class CallFaults
{
    /// <summary>True for calls to workers that are lost, starting, leaving or late.</summary>
    public static bool MayPass(Exception fault) =>
        fault is OrleansException or TimeoutException or ConnectionAbortedException or ConnectionResetException or IOException or OperationCanceledException or ObjectDisposedException
        || fault is System.Net.Sockets.SocketException;
}
