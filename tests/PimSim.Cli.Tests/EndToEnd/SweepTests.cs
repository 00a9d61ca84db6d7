using System.Diagnostics;
using System.Text.Json.Nodes;
using PimSim.Core;
using PimSim.Exploration;

namespace PimSim.Cli.Tests.EndToEnd;

/// <summary><c>sweep</c> as a process.</summary>
public sealed class SweepTests
{
    private const string TwoPoints = "format: pimsim-space/1\nimages: 2\naxes:\n  - {parameter: currents.IDD4R, list: [300, 390]}\n";

    [Fact]
    public async Task A_sweep_is_run_and_looked_at()
    {
        using TemporaryFolder folder = new();
        await WriteAsync(folder.File("space.yaml"), TwoPoints);
        string result = folder.File("r");
        JsonObject run = await CliJson.RunAsync("sweep", "run", folder.File("space.yaml"), "--out", result, "--threads", "1");
        Assert.Equal((2, 0, 1), ((int)run["points"]!, (int)run["failed"]!, (int)run["host"]!["timedRuns"]!));
        JsonObject status = await CliJson.RunAsync("sweep", "status", result);
        Assert.True((bool)status["complete"]!);
        JsonObject export = await CliJson.RunAsync("sweep", "export", result, "--format", "csv", "--out", folder.File("r.csv"));
        Assert.Equal(2, (int)export["rows"]!);
        Assert.StartsWith("point,round,IDD4R,status,", await File.ReadAllTextAsync(folder.File("r.csv"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        JsonObject pareto = await CliJson.RunAsync("sweep", "pareto", result, "--objectives", "time,energy");
        JsonNode best = Assert.Single(pareto["front"]!.AsArray())!;
        Assert.Equal((0, 300), ((int)best["point"]!, (int)best["axes"]!["IDD4R"]!));
    }

    [Theory]
    [InlineData("PIM1252", "  - {parameter: timing.RCDD, list: [12]}\n")]
    [InlineData("PIM1244", "  - {parameter: timing.RP, range: {from: 1, to: 1000, step: 1}}\n  - {parameter: timing.RC, range: {from: 1, to: 1000000, step: 1}}\n")]
    public async Task What_cannot_be_swept_is_refused_before_anything_runs(string number, string axes)
    {
        using TemporaryFolder folder = new();
        await WriteAsync(folder.File("space.yaml"), "format: pimsim-space/1\naxes:\n" + axes);
        CliResult result = await CliProcess.RunAsync("sweep", "run", folder.File("space.yaml"), "--out", folder.File("r"));
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(number, result.Error, StringComparison.Ordinal);
        Assert.Equal(["space.yaml"], folder.Names(), StringComparer.Ordinal);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Unfinished_sweeps_and_wrong_statements_get_no_answer()
    {
        using TemporaryFolder folder = new();
        string result = folder.File("r");
        await WriteAsync(folder.File("space.yaml"), TwoPoints);
        CliResult none = await CliProcess.RunAsync("sweep", "query", result, "select 1");
        Assert.Contains("PIM1248", none.Error, StringComparison.Ordinal);
        await CliJson.RunAsync("sweep", "run", folder.File("space.yaml"), "--out", result);
        CliResult objective = await CliProcess.RunAsync("sweep", "pareto", result, "--objectives", "speed");
        Assert.Contains("PIM1258", objective.Error, StringComparison.Ordinal);
        File.Delete(Path.Combine(result, "results.parquet"));
        CliResult unfinished = await CliProcess.RunAsync("sweep", "query", result, "select 1");
        Assert.Contains("PIM1254", unfinished.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Sql_is_answered_by_the_program_that_has_it_or_refused_with_what_to_build()
    {
        using TemporaryFolder folder = new();
        string result = folder.File("r");
        await WriteAsync(folder.File("space.yaml"), TwoPoints);
        await CliJson.RunAsync("sweep", "run", folder.File("space.yaml"), "--out", result);
        string[] query = ["sweep", "query", result, "select IDD4R, count(*) as layers from results join layers using (point) group by 1 order by 1"];
        CliResult first = await CliProcess.RunAsync(query);
        if (first.ExitCode != 0)
        {
            Assert.Contains("PIM1256", first.Error, StringComparison.Ordinal);
            Assert.Skip("src/PimSim.Query is not built");
        }

        JsonObject answer = await CliJson.RunAsync(query);
        Assert.Equal("""["IDD4R","layers"]""", answer["columns"]!.ToJsonString());
        Assert.Equal([300, 390], answer["rows"]!.AsArray().Select(r => (int)r![0]!));
        foreach (string wrong in (string[])["selec 1", $"copy results to '{folder.File("stolen.csv")}'", "select * from read_csv('/etc/hostname')"])
        {
            CliResult refused = await CliProcess.RunAsync("sweep", "query", result, wrong);
            Assert.Equal(2, refused.ExitCode);
            Assert.Contains("PIM1257", refused.Error, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(folder.File("stolen.csv")));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_sweep_that_is_killed_in_the_middle_ends_as_one_that_is_not()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals of Unix");
        using TemporaryFolder folder = new();
        string space = folder.File("space.yaml");
        await WriteAsync(space, "format: pimsim-space/1\nimages: 2\naxes:\n  - {parameter: timing.RP, range: {from: 10, to: 15, step: 1}}\n");
        string result = "";
        for (int attempt = 0; attempt < 5 && (attempt == 0 || File.Exists(Path.Combine(result, "results.parquet"))); attempt++)
        {
            // A machine that is busy may give this process no time before the other one has finished.
            result = folder.File(FormattableString.Invariant($"killed{attempt}"));
            await KillAfterFirstPointAsync(space, result);
        }

        IProgress<SweepProgress> nobody = new Progress<SweepProgress>();
        SweepSummary rest = Sweep.Resume(result, new SweepOptions()).Run(nobody, TestContext.Current.CancellationToken);
        Assert.InRange(rest.Evaluated, 1, 5);
        Sweep.Create(SpaceReader.Load(space, 100), folder.File("whole"), "test", new SweepOptions()).Run(nobody, TestContext.Current.CancellationToken);
        await AssertEqualAsync(folder.File("whole"), result);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Ten_kills_at_any_moment_cost_nothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals of Unix");
        using TemporaryFolder folder = new();
        string space = folder.File("space.yaml");
        await WriteAsync(space, "format: pimsim-space/1\nimages: 20\naxes:\n  - {parameter: timing.RCDRD, range: {from: 10, to: 19, step: 1}}\n  - {parameter: timing.RP, range: {from: 10, to: 25, step: 1}}\n");
        await CliJson.RunAsync("sweep", "run", space, "--out", folder.File("whole"));
        string result = folder.File("killed");
        PhiloxStream random = new(1, 1);
        for (int kill = 0; kill < 10; kill++)
        {
            string[] args = File.Exists(Path.Combine(result, "sweep.json")) ? ["sweep", "resume", result] : ["sweep", "run", space, "--out", result];
            using Process process = CliProcess.Start(AppContext.BaseDirectory, args);
            Task<CliResult> end = CliProcess.FinishAsync(process);
            await Task.WhenAny(end, Task.Delay(300 + random.NextInt(1500), TestContext.Current.CancellationToken));
            if (!end.IsCompleted)
            {
                process.Kill();
            }

            await end;
        }

        JsonObject rest = File.Exists(Path.Combine(result, "sweep.json"))
            ? await CliJson.RunAsync("sweep", "resume", result)
            : await CliJson.RunAsync("sweep", "run", space, "--out", result);
        Assert.Equal(160, (int)rest["points"]!);
        await AssertEqualAsync(folder.File("whole"), result);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_full_disk_is_said_and_costs_no_finished_point()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && string.Equals(Environment.UserName, "root", StringComparison.Ordinal), "mounts a small tmpfs, as root");
        using TemporaryFolder folder = new();
        string space = folder.File("space.yaml");
        await WriteAsync(space, "format: pimsim-space/1\nimages: 2\naxes:\n  - {parameter: energy.MODE, range: {from: 1, to: 400, step: 1}}\n");
        await CliJson.RunAsync("sweep", "run", space, "--out", folder.File("whole"));
        string small = folder.File("small");
        Directory.CreateDirectory(small);
        Assert.SkipUnless(await ToolAsync("mount", "-t", "tmpfs", "-o", "size=128k", "none", small) == 0, "no tmpfs can be mounted here");
        try
        {
            string result = Path.Combine(small, "r");
            CliResult full = await CliProcess.RunAsync("sweep", "run", space, "--out", result);
            Assert.Equal(2, full.ExitCode);
            Assert.Contains("PIM1246", full.Error, StringComparison.Ordinal);
            Assert.Contains("the disk is full", full.Error, StringComparison.Ordinal);
            JsonObject status = await CliJson.RunAsync("sweep", "status", result);
            Assert.InRange((int)status["done"]!, 1, 399);
            Assert.Equal(0, await ToolAsync("mount", "-o", "remount,size=64m", small));
            JsonObject rest = await CliJson.RunAsync("sweep", "resume", result);
            Assert.Equal(400 - (int)status["done"]!, (int)rest["host"]!["evaluated"]!);
            await AssertEqualAsync(folder.File("whole"), result);
        }
        finally
        {
            await ToolAsync("umount", small);
        }
    }

    private static async Task KillAfterFirstPointAsync(string space, string result)
    {
        using Process process = CliProcess.Start(AppContext.BaseDirectory, "sweep", "run", space, "--out", result, "--threads", "1");
        Task<CliResult> end = CliProcess.FinishAsync(process);
        FileInfo journal = new(Path.Combine(result, "journal"));
        while (!end.IsCompleted && !(journal.Exists && journal.Length > 0))
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
            journal.Refresh();
        }

        process.Kill();
        await end;
    }

    private static async Task AssertEqualAsync(string expected, string actual)
    {
        foreach (string file in (string[])["results.parquet", "layers.parquet"])
        {
            Assert.Equal(
                await File.ReadAllBytesAsync(Path.Combine(expected, file), TestContext.Current.CancellationToken),
                await File.ReadAllBytesAsync(Path.Combine(actual, file), TestContext.Current.CancellationToken));
        }
    }

    private static Task WriteAsync(string path, string text) => File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);

    private static async Task<int> ToolAsync(string tool, params string[] args)
    {
        using Process process = Process.Start(tool, args);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }
}
