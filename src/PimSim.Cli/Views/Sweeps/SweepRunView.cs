using System.Text.Json;
using PimSim.Exploration;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>The result of <c>sweep run</c> and <c>sweep resume</c>.</summary>
/// <param name="Folder">Where the result lies.</param>
/// <param name="Summary">What it came to.</param>
/// <param name="Host">What it took.</param>
internal sealed record SweepRunView(string Folder, SweepSummary Summary, HostView Host) : IResultView
{
    /// <inheritdoc/>
    public string Schema => "pimsim.sweep-run/1";

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteString("folder", Folder);
        json.WriteNumber("points", Summary.Points);
        json.WriteNumber("failed", Summary.Failed);
        json.WriteObject("host", () =>
        {
            json.WriteNumber("seconds", Host.Seconds);
            json.WriteNumber("cpuSeconds", Host.CpuSeconds);
            json.WriteNumber("threads", Host.Threads);
            json.WriteNumber("evaluated", Summary.Evaluated);
            json.WriteNumber("timedRuns", Summary.TimedRuns);
        });
    }

    /// <inheritdoc/>
    public void WriteTable(IAnsiConsole console)
    {
        console.Write(Tables.Facts(
            ("result", Folder),
            ("points", $"{Quantity.Count(Summary.Points)}, {Quantity.Count(Summary.Failed)} failed"),
            ("evaluated now", $"{Quantity.Count(Summary.Evaluated)} in {Quantity.Si(Host.Seconds, "s")}; {Quantity.Count(Summary.TimedRuns)} runs timed")));
        console.Write(new Text($"\nNext:\n  {ProgramName.Typed} sweep pareto {Folder}\n  {ProgramName.Typed} sweep export {Folder} --format csv --out results.csv\n"));
    }
}
