using StackExchange.Redis;

namespace PimSim.Cluster.Tests.Processes;

/// <summary>Who does not belong to a cluster is told so.</summary>
[Collection(ClusterProcesses.Name)]
[Trait("Category", "Slow")]
[Trait("Category", "Cluster")]
public sealed class RefusalTests
{
    [Fact]
    public async Task Other_versions_other_secrets_and_missing_servers_are_refused()
    {
        await using var run = await ClusterRun.StartAsync("redis");
        string[] worker = ["worker", "--cluster", run.Store.Address];
        await using (ConnectionMultiplexer connection = await ((RedisServer)run.Store).ConnectAsync())
        {
            await connection.GetDatabase().StringSetAsync("{pimsim:other}:hold:version", "0.0.9", TimeSpan.FromMinutes(5));
            await connection.GetDatabase().StringSetAsync("{pimsim:secret}:hold:secret", "0123456789abcdef", TimeSpan.FromMinutes(5));
        }

        await AssertRefusedAsync(run.Pimsim(worker, ("PIMSIM_CLUSTER_ID", "other")), "PIM1403", "0.0.9");
        await AssertRefusedAsync(run.Pimsim(worker, ("PIMSIM_CLUSTER_ID", "secret")), "PIM1405", "another secret");
        await AssertRefusedAsync(run.Pimsim(["worker", "--cluster", $"redis://127.0.0.1:{FreePort.Next()}"], ("PIMSIM_CLUSTER_RESPONSE_SECONDS", "1")), "PIM1404", "cannot be used");
        await AssertRefusedAsync(run.Pimsim([.. worker, "--address", "0.0.0.0"]), "PIM1413", "0.0.0.0");
        await AssertRefusedAsync(run.Pimsim([.. worker, "--metrics-port", "9464", "--metrics-address", "192.0.2.1"]), "PIM1414", "192.0.2.1");
        string space = await run.SpaceAsync("images: 2\naxes:\n  - {parameter: timing.RP, list: [14, 16]}\n");
        await AssertRefusedAsync(
            run.Pimsim(["sweep", "run", space, "--out", run.In("r"), "--cluster", run.Store.Address], ("PIMSIM_CLUSTER_WAIT_SECONDS", "2")), "PIM1406", "no worker of the cluster");
    }

    private static async Task AssertRefusedAsync(OwnProcess process, string number, string text)
    {
        Assert.True(await process.EndAsync() == 2, process.Text);
        Assert.Contains(number, process.Text, StringComparison.Ordinal);
        Assert.Contains(text, process.Text, StringComparison.Ordinal);
    }
}
