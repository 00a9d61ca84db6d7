using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PimSim.Cli.Tests;

/// <summary>Runs the built program as users do.</summary>
internal static class CliProcess
{
    private static readonly string Dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    /// <summary>Starts it in a folder that holds pimsim.dll.</summary>
    public static Process Start(string folder, params IEnumerable<string> args)
    {
        ProcessStartInfo start = new(Dotnet)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Path.Combine(folder, "pimsim.dll"));
        foreach (string arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        Process process = Process.Start(start) ?? throw new InvalidOperationException("pimsim did not start");
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Runs the program beside the tests to its end.</summary>
    public static Task<CliResult> RunAsync(params IEnumerable<string> args) => RunInAsync(AppContext.BaseDirectory, args);

    /// <summary>Runs a copy of the program to its end.</summary>
    public static async Task<CliResult> RunInAsync(string folder, params IEnumerable<string> args)
    {
        using Process process = Start(folder, args);
        return await FinishAsync(process);
    }

    /// <summary>Waits for the end of a started program.</summary>
    public static async Task<CliResult> FinishAsync(Process process)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        Task<string> output = process.StandardOutput.ReadToEndAsync(token);
        Task<string> error = process.StandardError.ReadToEndAsync(token);
        await process.WaitForExitAsync(token);
        return new CliResult(process.ExitCode, await output, await error);
    }
}
