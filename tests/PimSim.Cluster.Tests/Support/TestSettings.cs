namespace PimSim.Cluster.Tests;

/// <summary>Settings of a cluster that nobody starts.</summary>
internal static class TestSettings
{
    public static ClusterSettings Read(params (string Name, string Value)[] variables) => ClusterSettings.Read(
        "redis://127.0.0.1",
        name => variables.FirstOrDefault(v => v.Name == name).Value ?? (name == "PIMSIM_CLUSTER_SECRET" ? ClusterRun.Secret : null));
}
