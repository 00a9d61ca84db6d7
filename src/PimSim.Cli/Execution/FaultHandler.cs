using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using PimSim.Core;

namespace PimSim.Cli;

/// <summary>Turns an exception into what the user should see and the exit code.</summary>
internal static class FaultHandler
{
    /// <summary>
    /// User faults: their diagnostics, one a line. Interruption: one line. Anything else is a bug of ours: one line that
    /// says where the report lies; the stack trace goes into the report only.
    /// </summary>
    public static int Report(Exception exception, IReadOnlyList<string> args, TextWriter error)
    {
        switch (exception)
        {
            case UserErrorException user:
                foreach (Diagnostic diagnostic in user.Diagnostics)
                {
                    error.WriteLine(OneLine(diagnostic.ToString()));
                }

                return ExitCode.BadInput;
            case OperationCanceledException:
                error.WriteLine("pimsim: interrupted");
                return ExitCode.Interrupted;
            default:
                error.WriteLine($"pimsim: internal error: {OneLine(exception.Message)}; report: {WriteReport(exception, args)}");
                return ExitCode.InternalError;
        }
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static string WriteReport(Exception exception, IReadOnlyList<string> args)
    {
        string version = typeof(FaultHandler).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        string time = TimeProvider.System.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        string path = Path.Combine(Path.GetTempPath(), $"pimsim-report-{time}-{Environment.ProcessId}.txt");
        string text = $"""
            pimsim {version}
            {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}
            arguments: {string.Join(' ', args)}

            {exception}

            """;
        try
        {
            File.WriteAllText(path, text);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"could not be written ({OneLine(e.Message)})";
        }
    }
}
