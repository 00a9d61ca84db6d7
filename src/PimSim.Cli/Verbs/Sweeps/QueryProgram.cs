using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using PimSim.Core;

namespace PimSim.Cli;

/// <summary>Starts <c>pimsim-query</c>, which has DuckDB (docs/decisions/035-query-is-a-program.md).</summary>
internal static class QueryProgram
{
    private const string Name = "pimsim-query";

    /// <summary>Sends a statement over tables and returns the document that comes back.</summary>
    /// <exception cref="UserErrorException">PIM1256: the program is not there; PIM1257: it refuses the statement.</exception>
    public static async Task<JsonDocument> AskAsync(IReadOnlyList<(string Name, string File)> tables, string sql, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(Find()) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach ((string name, string file) in tables)
        {
            start.ArgumentList.Add($"{name}={Path.GetFullPath(file)}");
        }

        using Process process = Start(start);
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.StandardInput.WriteAsync(sql.AsMemory(), cancellationToken);
            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        if (process.ExitCode == 0)
        {
            return JsonDocument.Parse(await output);
        }

        string fault = await errors;
        throw process.ExitCode == ExitCode.BadInput
            ? new UserErrorException("PIM1257", string.Join("; ", fault.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Unquoted)), null, "tables are 'results' and 'layers'")
            : new InternalErrorException($"{Name} ended with {process.ExitCode}: {fault.ReplaceLineEndings(" ")}");
    }

    private static string Unquoted(string line) => JsonSerializer.Deserialize<string>(line) ?? "";

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new InternalErrorException($"{Name} did not start");
        }
        catch (Win32Exception e)
        {
            throw Missing(e.Message);
        }
    }

    /// <summary>Beside this program in a folder <c>query</c>; in a checkout where its project builds it.</summary>
    private static string Find()
    {
        string file = OperatingSystem.IsWindows() ? Name + ".exe" : Name;
        string here = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        string framework = Path.GetFileName(here);
        string configuration = Path.GetFileName(Path.GetDirectoryName(here) ?? "");
        List<string> places = [Path.Combine(here, "query", file)];
        for (string? up = here; up is not null; up = Path.GetDirectoryName(up))
        {
            places.Add(Path.Combine(up, "src", "PimSim.Query", "bin", configuration, framework, file));
        }

        return places.Find(File.Exists) ?? throw Missing($"it is neither in '{Path.GetDirectoryName(places[0])}' nor built in the checkout");
    }

    private static UserErrorException Missing(string reason) => new(
        "PIM1256", $"the program {Name}, which answers queries, is not there: {reason}", null, "build it: dotnet build src/PimSim.Query -c Release");
}
