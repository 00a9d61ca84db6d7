using System.Diagnostics;
using System.Text.Json;
using PimSim.Models;
using PimSim.Traces;

namespace PimSim.Cli.Tests.CommandLine;

/// <summary>The built program, seen from outside.</summary>
public sealed class ProcessTests
{
    [Fact]
    public async Task Help_is_shown_on_stdout()
    {
        CliResult result = await CliProcess.RunAsync("--help");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("device", result.Output, StringComparison.Ordinal);
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task Help_loads_nothing_that_verbs_need()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string[] enough = ["pimsim.dll", "pimsim.runtimeconfig.json", "PimSim.Core.dll", "System.CommandLine.dll", "Microsoft.Extensions.DependencyInjection.Abstractions.dll"];
            foreach (string file in enough)
            {
                File.Copy(Path.Combine(AppContext.BaseDirectory, file), Path.Combine(folder, file));
            }

            CliResult result = await CliProcess.RunInAsync(folder, "device", "--help");
            Assert.Empty(result.Error);
            Assert.Equal(0, result.ExitCode);
            Assert.Contains("validate", result.Output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task An_unknown_verb_exits_with_2_and_the_nearest()
    {
        CliResult result = await CliProcess.RunAsync("devize", "list");
        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Equal(["error PIM0900: 'pimsim' knows no verb 'devize'; did you mean 'device'?"], result.ErrorLines);
    }

    [Fact]
    public async Task Json_is_all_that_stdout_gets()
    {
        CliResult result = await CliProcess.RunAsync("device", "show", "--json");
        Assert.Equal(0, result.ExitCode);
        using JsonDocument document = JsonDocument.Parse(result.Output);
        Assert.Equal("pimsim.device-show/1", document.RootElement.GetProperty("schema").GetString());
        Assert.Contains("default", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupt_exits_with_130()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals and named pipes of Unix");
        Assert.SkipWhen(InterruptsAreIgnored(), "started in the background by a shell, where interrupts are ignored");
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string pipe = Path.Combine(folder, "slow");
            await RunToolAsync("mkfifo", pipe);
            using Process process = CliProcess.Start(AppContext.BaseDirectory, "trace", "info", pipe, "--json");
            Task<CliResult> end = CliProcess.FinishAsync(process);

            // The open returns when the verb reads the pipe; then it is at work and gets a chunk now and then.
            await using (FileStream feed = new(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0))
            {
                await FeedAsync(feed, process, end);
            }

            CliResult result = await end;
            Assert.Equal(130, result.ExitCode);
            Assert.Empty(result.Output);
            Assert.Equal(["pimsim: interrupted"], result.ErrorLines);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Linux: whether this process, and so those that it starts, ignore SIGINT (2); false where nothing tells.</summary>
    private static bool InterruptsAreIgnored()
    {
        const string Status = "/proc/self/status", Key = "SigIgn:";
        string? line = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(l => l.StartsWith(Key, StringComparison.Ordinal)) : null;
        return line is not null && (Convert.ToUInt64(line[Key.Length..].Trim(), 16) & 2) != 0;
    }

    private static async Task FeedAsync(FileStream feed, Process process, Task end)
    {
        byte[] bytes = LongTrace();
        int piece = bytes.Length / 100;
        bool interrupted = false;
        try
        {
            for (int at = 0; at < bytes.Length && !end.IsCompleted; at += piece)
            {
                await feed.WriteAsync(bytes.AsMemory(at, Math.Min(piece, bytes.Length - at)), TestContext.Current.CancellationToken);
                if (at > 3 * piece && !interrupted)
                {
                    interrupted = true;
                    await RunToolAsync("kill", "-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
                }

                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }
        catch (IOException)
        {
            // The program has closed its end of the pipe: that is what the interrupt is for.
            Assert.True(interrupted);
        }
    }

    private static byte[] LongTrace()
    {
        CommandTraceHeader header = new() { DeviceName = "d", DeviceHash = new string('0', 32), ClockPs = 1000, CommandNames = ["ACT"], Provenance = [], Streams = [] };
        using MemoryStream stream = new();
        using CommandTraceWriter writer = new(stream, header);
        for (int i = 0; i < 100 << 14; i++)
        {
            writer.Add(new TimedCommand(i, 0, 0, 0, 0, default));
        }

        writer.Complete();
        return stream.ToArray();
    }

    private static async Task RunToolAsync(string tool, params string[] args)
    {
        using Process process = Process.Start(tool, args);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }
}
