using System.Diagnostics;
using System.Text.Json.Nodes;

namespace PimSim.Cli.Tests.EndToEnd;

/// <summary>Trainings that end before their end.</summary>
public sealed class ResumeTests
{
    private static readonly string[] Run = ["train", "--images", "640", "--epochs", "2", "--batch", "32", "--method", "recu", "--crop", "2"];

    [Theory]
    [InlineData("-KILL", 137)]
    [InlineData("-TERM", 130)]
    [Trait("Category", "Slow")]
    public async Task A_run_that_was_ended_goes_on_to_the_same_bytes(string signal, int code)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals of Unix");
        using TemporaryFolder folder = new();
        string network = folder.File("n.pimnet");
        JsonObject whole = await CliJson.RunAsync([.. Run, "--out", network, "--threads", "1"]);
        byte[] bytes = await File.ReadAllBytesAsync(network, TestContext.Current.CancellationToken);
        File.Delete(network);

        string checkpoint = folder.File("c.checkpoint");
        string log = folder.File("log.jsonl");
        string[] safe = [.. Run, "--out", network, "--checkpoint-every", "3", "--log", log];
        CliResult ended = await EndAsync(signal, checkpoint, [.. safe, "--checkpoint", checkpoint, "--threads", "1"]);
        Assert.Equal(code, ended.ExitCode);
        Assert.False(File.Exists(network));
        if (code == ExitCode.Interrupted)
        {
            Assert.Contains($"note: go on with --resume {checkpoint}", ended.ErrorLines, StringComparer.Ordinal);
        }

        JsonObject resumed = await CliJson.RunAsync([.. safe, "--resume", checkpoint, "--threads", "2"]);
        Assert.Equal(CliJson.WithoutHost(whole), CliJson.WithoutHost(resumed));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(network, TestContext.Current.CancellationToken));

        // The log is whole as well: what was lost with the steps is there once.
        TrainingCurves curves = TrainingCurves.Load(log);
        Assert.Equal((40, 2), (curves.LastStep, curves.Epochs.Count));
        int[] steps = [.. curves.Groups.First(g => string.Equals(g.Key, "loss", StringComparison.Ordinal)).Value[0].Points.Select(p => p.Step)];
        Assert.Equal([10, 20, 30, 40], steps);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_checkpoint_needs_the_options_that_it_was_made_with()
    {
        using TemporaryFolder folder = new();
        string checkpoint = folder.File("c");
        await CliJson.RunAsync("train", "--images", "256", "--epochs", "1", "--checkpoint", checkpoint);
        CliResult other = await CliProcess.RunAsync("train", "--images", "256", "--epochs", "1", "--resume", checkpoint, "--rate", "0.002", "--seed", "2");
        Assert.Equal(2, other.ExitCode);
        string[] faults = [.. other.ErrorLines.Where(l => l.Contains("error", StringComparison.Ordinal))];
        Assert.Equal(2, faults.Length);
        Assert.All(faults, f => Assert.StartsWith($"{checkpoint}: error PIM0806: ", f, StringComparison.Ordinal));
        Assert.Contains("its rate: 0.001; here: 0.002", faults[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_said_and_costs_no_checkpoint()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs /dev/full");
        CliResult checkpoint = await CliProcess.RunAsync("train", "--images", "64", "--epochs", "1", "--checkpoint", "/dev/full", "--checkpoint-every", "1", "--batch", "32");
        Assert.Equal(2, checkpoint.ExitCode);
        Assert.Contains("/dev/full: error PIM0808: the checkpoint of step 1 cannot be written: ", checkpoint.Error, StringComparison.Ordinal);
        CliResult log = await CliProcess.RunAsync("train", "--images", "64", "--epochs", "1", "--log", "/dev/full");
        Assert.Equal(2, log.ExitCode);
        Assert.Contains("/dev/full: error PIM0020: ", log.Error, StringComparison.Ordinal);
    }

    private static async Task<CliResult> EndAsync(string signal, string checkpoint, string[] args)
    {
        using Process process = CliProcess.Start(AppContext.BaseDirectory, args);
        Task<CliResult> end = CliProcess.FinishAsync(process);
        while (!File.Exists(checkpoint) && !end.IsCompleted)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        using Process kill = Process.Start("kill", [signal, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        return await end;
    }
}
