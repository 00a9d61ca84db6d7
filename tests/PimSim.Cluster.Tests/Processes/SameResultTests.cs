using PimSim.Bnn;

namespace PimSim.Cluster.Tests.Processes;

/// <summary>A sweep on a cluster has the result of one machine.</summary>
[Collection(ClusterProcesses.Name)]
[Trait("Category", "Slow")]
[Trait("Category", "Cluster")]
public sealed class SameResultTests
{
    [Theory]
    [InlineData("redis")]
    [InlineData("postgres")]
    public async Task Files_travel_rounds_adapt_and_the_bytes_are_the_same(string kind)
    {
        await using var run = await ClusterRun.StartAsync(kind);
        WriteNetwork(run.In("mine.pimnet"));
        WriteData(run.In("data"));
        WriteDevice(run);
        string space = await run.SpaceAsync($$"""
            device: {{run.In("device.yaml")}}
            network: {{run.In("mine.pimnet")}}
            data: {{run.In("data")}}
            evaluate: accuracy
            axes:
              - {parameter: unit.inputRegisters, list: [4, 8, 16]}
              - {parameter: timing.RCDRD, list: [12, 14, 16, 1000000000]}
              - {parameter: energy.XNOR_BIT, list: [5, 10]}
            sampler: {kind: adaptive, points: 16, round: 4, seed: 1}
            """);
        await run.AloneAsync(space, run.In("alone"), threads: 1);
        OwnProcess first = await run.WorkerAsync("--log", "json");
        OwnProcess second = await run.WorkerAsync();
        OwnProcess sweep = run.Sweep("run", space, "--out", run.In("cluster"));
        Assert.True(await sweep.EndAsync() == 0, sweep.Text);
        ClusterRun.AssertSame(run.In("alone"), run.In("cluster"));
        IReadOnlyDictionary<string, int> attempts = await run.Store.AttemptsAsync();
        Assert.Equal(16, attempts.Count);
        Assert.All(attempts.Values, n => Assert.Equal(1, n));
        string everything = first.Text + second.Text + sweep.Text;
        foreach (string secret in run.Store.Environment.Where(e => e.Key is "PIMSIM_CLUSTER_SECRET" or "PIMSIM_CLUSTER_PASSWORD").Select(e => e.Value))
        {
            Assert.DoesNotContain(secret, everything, StringComparison.Ordinal);
        }

        // Nothing is left to do: what the store knows is not evaluated again, and a worker that is asked to stop leaves in order.
        OwnProcess again = run.Sweep("run", space, "--out", run.In("again"));
        Assert.True(await again.EndAsync() == 0, again.Text);
        ClusterRun.AssertSame(run.In("alone"), run.In("again"));
        Assert.Equal(attempts.OrderBy(a => a.Key, StringComparer.Ordinal), (await run.Store.AttemptsAsync()).OrderBy(a => a.Key, StringComparer.Ordinal));
        await first.SignalAsync("TERM");
        Assert.True(await first.EndAsync() == 0, first.Text);
        Assert.Contains("has left the cluster", first.Text, StringComparison.Ordinal);
    }

    private static void WriteNetwork(string path)
    {
        using Stream resource = typeof(NetworkCatalog).Assembly.GetManifestResourceStream("bcnn-s.pimnet")!;
        using FileStream file = File.Create(path);
        resource.CopyTo(file);
    }

    /// <summary>Six images of Fashion-MNIST's size as IDX.</summary>
    private static void WriteData(string folder)
    {
        const int Images = 6, Side = 28;
        Directory.CreateDirectory(folder);
        byte[] pixels = [.. Enumerable.Range(0, Images * Side * Side).Select(i => (byte)(i * 37))];
        File.WriteAllBytes(Path.Combine(folder, "t10k-images-idx3-ubyte"), [0, 0, 8, 3, 0, 0, 0, Images, 0, 0, 0, Side, 0, 0, 0, Side, .. pixels]);
        File.WriteAllBytes(Path.Combine(folder, "t10k-labels-idx1-ubyte"), [0, 0, 8, 1, 0, 0, 0, Images, 0, 1, 2, 3, 4, 5]);
    }

    /// <summary>A device model with a standard of its own beside it.</summary>
    private static void WriteDevice(ClusterRun run)
    {
        string models = Path.Combine(Root(), "devicemodels");
        Directory.CreateDirectory(run.In("standards"));
        File.Copy(Path.Combine(models, "standards", "hbm2.yaml"), Path.Combine(run.In("standards"), "own-hbm2.yaml"));
        File.WriteAllText(run.In("device.yaml"), File.ReadAllText(Path.Combine(models, "hbm2-2000-pim.yaml")).Replace("standard: hbm2", "standard: own-hbm2", StringComparison.Ordinal));
    }

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "PimSim.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
