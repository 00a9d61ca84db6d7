using System.Diagnostics;
using PimSim.Core;
using PimSim.Exploration;

namespace PimSim.Cluster;

/// <summary>
/// All workers and clients of a cluster have one version and one secret: the first one writes both (the secret as its fingerprint) into the store, for some seconds
/// at a time, and who finds others there does not join.
/// </summary>
internal sealed class VersionHold(IClusterStore store, ClusterSettings settings)
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private long renewed;

    /// <summary>Joins, or stays, when it is time.</summary>
    /// <exception cref="UserErrorException">PIM1403: the cluster has another version; PIM1405: another secret.</exception>
    public async Task RenewAsync()
    {
        if (renewed != 0 && Stopwatch.GetElapsedTime(renewed) < Every)
        {
            return;
        }

        string version = SweepProvenance.ProgramVersion;
        string held = await store.HoldAsync("version", version, Life);
        if (held != version)
        {
            throw new UserErrorException(
                "PIM1403",
                $"the workers of the cluster '{settings.Id}' have version {held}, and this is version {version}",
                null,
                FormattableString.Invariant($"start workers and clients of one version; {Life.TotalSeconds} seconds after the last of the others has ended this one may join; or choose another PIMSIM_CLUSTER_ID"));
        }

        if (await store.HoldAsync("secret", settings.Key.Fingerprint, Life) != settings.Key.Fingerprint)
        {
            throw new UserErrorException("PIM1405", $"the cluster '{settings.Id}' has another secret", null, "set PIMSIM_CLUSTER_SECRET to the cluster's, or choose another PIMSIM_CLUSTER_ID");
        }

        renewed = Stopwatch.GetTimestamp();
    }
}
