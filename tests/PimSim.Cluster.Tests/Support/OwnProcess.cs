using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PimSim.Cluster.Tests;

/// <summary>A process of a test: what it says, how it ends. It is killed when the test is over.</summary>
internal sealed class OwnProcess : IAsyncDisposable
{
    private static readonly string Dotnet = System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = [];

    private OwnProcess(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.UseShellExecute = false;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, e) => Take(e.Data);
        process.ErrorDataReceived += (_, e) => Take(e.Data);
        Assert.True(process.Start());
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>All that it has said.</summary>
    public string Text => string.Join('\n', lines);

    /// <summary>Starts a program.</summary>
    public static OwnProcess Start(string file, params IEnumerable<string> args) => new(new ProcessStartInfo(file, args));

    /// <summary>Starts the program in a folder that holds pimsim.dll.</summary>
    public static OwnProcess PimsimIn(string folder, params IEnumerable<string> args) => Start(Dotnet, ["exec", System.IO.Path.Combine(folder, "pimsim.dll"), .. args]);

    /// <summary>Starts the program beside the tests.</summary>
    public static OwnProcess Pimsim(IReadOnlyDictionary<string, string> environment, params IEnumerable<string> args)
    {
        ProcessStartInfo start = new(Dotnet, (string[])["exec", System.IO.Path.Combine(AppContext.BaseDirectory, "pimsim.dll"), .. args]);
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return new OwnProcess(start);
    }

    /// <summary>Waits for a text in what it says.</summary>
    public Task SaysAsync(string text) => Wait.UntilAsync(() => Text.Contains(text, StringComparison.Ordinal) || (HasExited ? throw new InvalidOperationException("it ended: " + Text) : false), $"'{text}'");

    /// <summary>Waits for its end.</summary>
    public async Task<int> EndAsync()
    {
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Sends a signal.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }
}
