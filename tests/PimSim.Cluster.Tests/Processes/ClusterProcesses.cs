namespace PimSim.Cluster.Tests.Processes;

/// <summary>Tests that start servers and workers: one after the other, since each of them uses all processors.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ClusterProcesses
{
    public const string Name = "processes of a cluster";
}
