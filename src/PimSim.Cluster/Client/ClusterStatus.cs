using PimSim.Core;

namespace PimSim.Cluster;

/// <summary>Asks a cluster how a sweep stands.</summary>
public static class ClusterStatus
{
    /// <summary>How it stands; all zero for a sweep that the workers do not know.</summary>
    /// <param name="settings">Which cluster.</param>
    /// <param name="sweep">The sweep's name on it, or null where it never had one.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="UserErrorException">PIM1403, PIM1405: this client does not fit the cluster; PIM1404: the store cannot be used; PIM1406: no worker answers.</exception>
    public static async Task<SweepState> AskAsync(ClusterSettings settings, string? sweep, CancellationToken cancellation)
    {
        var patience = TimeSpan.FromSeconds(settings.ResponseSeconds);
        await using ClusterClient client = await ClusterClient.ConnectAsync(settings, patience, () => { }, cancellation);
        try
        {
            return await client.Grains.GetGrain<ISweepGrain>(sweep ?? "none").StateAsync();
        }
        catch (Exception e) when (CallFaults.MayPass(e) && !cancellation.IsCancellationRequested)
        {
            throw ClusterClient.NoWorker(settings, patience);
        }
    }
}
