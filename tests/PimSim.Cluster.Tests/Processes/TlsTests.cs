namespace PimSim.Cluster.Tests.Processes;

/// <summary>All connections of a cluster with TLS, and who does not have the certificates.</summary>
[Collection(ClusterProcesses.Name)]
[Trait("Category", "Slow")]
[Trait("Category", "Cluster")]
public sealed class TlsTests
{
    [Theory]
    [InlineData("redis")]
    [InlineData("postgres")]
    public async Task A_cluster_with_certificates_works_and_takes_nobody_without(string kind)
    {
        await using var run = await ClusterRun.StartAsync(kind, tls: true);
        string space = await run.SpaceAsync("images: 16\naxes:\n  - {parameter: timing.RP, range: {from: 12, to: 19, step: 1}}\n");
        await run.WorkerAsync();
        await run.WorkerAsync();
        OwnProcess sweep = run.Sweep("run", space, "--out", run.In("cluster"));
        Assert.True(await sweep.EndAsync() == 0, sweep.Text);
        await run.AloneAsync(space, run.In("alone"), threads: 1);
        ClusterRun.AssertSame(run.In("alone"), run.In("cluster"));

        // Both know the secret and the store. One has no certificate, the other one of an authority that workers do not know.
        using TemporaryFolder folder = new();
        var others = TestCertificates.Write(folder.Path);
        (string, string)[][] strangers =
        [
            [("PIMSIM_CLUSTER_TLS_CERT", ""), ("PIMSIM_CLUSTER_TLS_KEY", ""), ("PIMSIM_CLUSTER_TLS_CA", "")],
            [("PIMSIM_CLUSTER_TLS_CERT", others.Certificate), ("PIMSIM_CLUSTER_TLS_KEY", others.Key)],
        ];
        foreach ((string, string)[] stranger in strangers)
        {
            OwnProcess refused = run.Pimsim(
                ["sweep", "run", space, "--out", run.In("refused"), "--cluster", run.Store.Address], [("PIMSIM_CLUSTER_WAIT_SECONDS", "4"), ("PIMSIM_CLUSTER_RESPONSE_SECONDS", "1"), .. stranger]);
            Assert.True(await refused.EndAsync() == 2, refused.Text);
            Assert.Contains("PIM1406", refused.Text, StringComparison.Ordinal);
            Directory.Delete(run.In("refused"), recursive: true);
        }
    }
}
