using System.Diagnostics;

namespace PimSim.Cluster.Tests.Processes;

/// <summary>Workers, clients and servers that end at any moment: nothing is lost and nothing is there twice.</summary>
[Collection(ClusterProcesses.Name)]
[Trait("Category", "Slow")]
[Trait("Category", "Cluster")]
public sealed class LostProcessTests
{
    private const int Points = 240;

    /// <summary>Seconds that the loss of a worker may add.</summary>
    private const double MaxAdded = 15;

    private const string Space = """
        images: 256
        axes:
          - {parameter: timing.RCDRD, range: {from: 10, to: 19, step: 1}}
          - {parameter: timing.RP, list: [12, 14, 16, 18]}
          - {parameter: host.turnaroundNs, list: [50, 100, 150, 200, 250, 300]}
        """;

    [Theory]
    [InlineData("redis")]
    [InlineData("postgres")]
    public async Task A_killed_worker_costs_seconds_and_one_that_joins_gets_work(string kind)
    {
        await using var run = await ClusterRun.StartAsync(kind);
        string space = await run.SpaceAsync(Space);
        string result = run.In("cluster");
        OwnProcess first = await run.WorkerAsync();
        await run.WorkerAsync();
        OwnProcess sweep = run.Sweep("run", space, "--out", result);
        await Wait.UntilAsync(() => ClusterRun.Done(result) > 0, "the first points");
        var clock = Stopwatch.StartNew();
        await Wait.UntilAsync(() => ClusterRun.Done(result) >= Points / 3, "a third of the points");
        double third = clock.Elapsed.TotalSeconds;
        await first.KillAsync();
        clock.Restart();
        int port = FreePort.Next();
        OwnProcess joining = await run.WorkerAsync("--metrics-port", port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        double joined = clock.Elapsed.TotalSeconds;
        Assert.True(await sweep.EndAsync() == 0, sweep.Text);

        // One worker alone needs twice the time for the two thirds that are left.
        double added = clock.Elapsed.TotalSeconds - (4 * third);
        Assert.True(added < MaxAdded, FormattableString.Invariant($"{added} s were added; the first third took {third} s, the new worker came after {joined} s"));
        using HttpClient client = new();
        string metrics = await client.GetStringAsync($"http://localhost:{port}/metrics", TestContext.Current.CancellationToken);
        Assert.Contains("pimsim_points_total{", metrics, StringComparison.Ordinal);
        Assert.Equal("ok\n", await client.GetStringAsync($"http://localhost:{port}/health/", TestContext.Current.CancellationToken));
        IReadOnlyDictionary<string, int> attempts = await run.Store.AttemptsAsync();
        Assert.Equal(Points, attempts.Count);

        // Only what the killed worker had in its hands, and had not stored, was begun again.
        Assert.InRange(attempts.Values.Sum(), Points, Points + 4);
        await joining.SignalAsync("TERM");
        Assert.Equal(0, await joining.EndAsync());
        await run.AloneAsync(space, run.In("alone"), threads: 2);
        ClusterRun.AssertSame(run.In("alone"), result);
    }

    [Theory]
    [InlineData("redis")]
    [InlineData("postgres")]
    public async Task A_killed_client_resumes_and_a_store_that_restarts_or_crashes_is_waited_for(string kind)
    {
        await using var run = await ClusterRun.StartAsync(kind);
        string space = await run.SpaceAsync(Space);
        string result = run.In("cluster");
        await run.WorkerAsync();
        await run.WorkerAsync();
        OwnProcess killed = run.Sweep("run", space, "--out", result);
        await Wait.UntilAsync(() => ClusterRun.Done(result) >= Points / 6, "a sixth of the points");
        OwnProcess status = run.Sweep("status", result, "--json");
        Assert.True(await status.EndAsync() == 0, status.Text);
        Assert.Contains("\"pointsPerSecond\"", status.Text, StringComparison.Ordinal);
        Assert.Contains("\"threads\": 1", status.Text, StringComparison.Ordinal);
        await killed.KillAsync();
        OwnProcess resumed = run.Sweep("resume", result);
        await Wait.UntilAsync(() => ClusterRun.Done(result) >= Points / 3, "a third of the points");
        await run.Store.RestartAsync();
        await Wait.UntilAsync(() => ClusterRun.Done(result) >= Points / 2, "half of the points");
        await run.Store.CrashAsync();
        Assert.True(await resumed.EndAsync() == 0, resumed.Text);
        await run.AloneAsync(space, run.In("alone"), threads: 2);
        ClusterRun.AssertSame(run.In("alone"), result);
    }

    [Fact]
    public async Task A_point_that_ends_its_worker_again_and_again_is_set_aside()
    {
        await using var run = await ClusterRun.StartAsync("redis");
        string space = await run.SpaceAsync("""
            images: 2
            network: mlp-256x2
            training: {epochs: 1, images: 64}
            axes:
              - {parameter: training.epochs, list: [1, 1000000]}
            """);
        string result = run.In("cluster");
        OwnProcess worker = await run.WorkerAsync();
        OwnProcess sweep = run.Sweep("run", space, "--out", result);
        for (int attempt = 1; attempt <= 3; attempt++)
        {
            int number = attempt;
            await Wait.UntilAsync(async () => (await run.Store.AttemptsAsync()).Values.Contains(number) && ClusterRun.Done(result) == 1, $"attempt {attempt}");
            await worker.KillAsync();
            worker = await run.WorkerAsync();
        }

        Assert.True(await sweep.EndAsync() == 0, sweep.Text);
        OwnProcess export = run.Pimsim(["sweep", "export", result, "--format", "json", "--out", run.In("all.json")]);
        Assert.Equal(0, await export.EndAsync());
        string rows = await File.ReadAllTextAsync(run.In("all.json"), TestContext.Current.CancellationToken);
        Assert.Contains("PIM1410", rows, StringComparison.Ordinal);
        Assert.Contains("set aside: 3 workers ended while they evaluated it", rows, StringComparison.Ordinal);
        Assert.Contains("\"ok\"", rows, StringComparison.Ordinal);
    }
}
