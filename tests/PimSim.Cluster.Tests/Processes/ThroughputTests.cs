using System.Diagnostics;

namespace PimSim.Cluster.Tests.Processes;

/// <summary>What a cluster costs: a thousand short points on two workers of one thread, beside two threads of one process.</summary>
[Collection(ClusterProcesses.Name)]
[Trait("Category", "Slow")]
[Trait("Category", "Cluster")]
public sealed class ThroughputTests
{
    private const double MaxRatio = 1.15;

    /// <summary>The machine has other things to do at times.</summary>
    private const int Tries = 3;

    /// <summary>Points of which workers know nothing yet.</summary>
    private const int FewPoints = 240;

    [Theory]
    [InlineData("redis")]
    [InlineData("postgres")]
    public async Task A_thousand_short_points_take_little_longer_than_in_one_process(string kind)
    {
        await using var run = await ClusterRun.StartAsync(kind);
        await run.WorkerAsync();
        await run.WorkerAsync();

        // Workers are there before the sweep is: their code is compiled. One process compiles what it needs while two threads wait for it.
        await RunAsync(run, await SpaceAsync(run, images: 128, FewPoints), "warm");
        List<double> ratios = [];
        while (ratios.Count < Tries && !ratios.Exists(r => r <= MaxRatio))
        {
            // Another number of images each time: workers remember the cycles of points that they have timed.
            string space = await SpaceAsync(run, 256 + (8 * ratios.Count), points: 1000);
            string name = FormattableString.Invariant($"{ratios.Count}");
            var clock = Stopwatch.StartNew();
            await run.AloneAsync(space, run.In("alone" + name), threads: 2);
            double alone = clock.Elapsed.TotalSeconds;
            clock.Restart();
            await RunAsync(run, space, "cluster" + name);
            ratios.Add(clock.Elapsed.TotalSeconds / alone);
            ClusterRun.AssertSame(run.In("alone" + name), run.In("cluster" + name));
            TestContext.Current.SendDiagnosticMessage(FormattableString.Invariant($"{kind}: {alone:0.0} s in one process, {ratios[^1]:0.00} times that on the cluster"));
        }

        Assert.True(ratios.Min() <= MaxRatio, "cluster against one process: " + string.Join(", ", ratios));
    }

    private static Task<string> SpaceAsync(ClusterRun run, int images, int points) => run.SpaceAsync(FormattableString.Invariant($$$"""
        images: {{{images}}}
        axes:
          - {parameter: timing.RCDRD, list: [10, 12, 14, 16]}
          - {parameter: timing.RP, list: [10, 12, 14, 16]}
          - {parameter: unit.inputRegisters, list: [4, 8, 16]}
          - {parameter: host.turnaroundNs, range: {from: 50, to: 450, step: 10}}
          - {parameter: currents.IDD4R, range: {from: 300, to: 500, step: 25}}
        sampler: {kind: random, points: {{{points}}}, seed: 1}
        """));

    private static async Task RunAsync(ClusterRun run, string space, string result)
    {
        OwnProcess sweep = run.Sweep("run", space, "--out", run.In(result));
        Assert.True(await sweep.EndAsync() == 0, sweep.Text);
    }
}
