using System.Text.Json;
using PimSim.Exploration;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>The result of <c>sweep status</c>.</summary>
/// <param name="Folder">The sweep.</param>
/// <param name="Provenance">Where it comes from.</param>
/// <param name="Progress">How far it is.</param>
/// <param name="Complete">True when it is finished.</param>
internal sealed record SweepStatusView(string Folder, SweepProvenance Provenance, SweepProgress Progress, bool Complete) : IResultView
{
    /// <inheritdoc/>
    public string Schema => "pimsim.sweep-status/1";

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteString("folder", Folder);
        json.WriteString("space", Provenance.Space);
        json.WriteBoolean("complete", Complete);
        json.WriteNumber("points", Progress.Total);
        json.WriteNumber("done", Progress.Done);
        json.WriteNumber("failed", Progress.Failed);
    }

    /// <inheritdoc/>
    public void WriteTable(IAnsiConsole console) => console.Write(Tables.Facts(
        ("result", Folder),
        ("space", Provenance.Space),
        ("points", $"{Quantity.Count(Progress.Done)} of {Quantity.Count(Progress.Total)} done, {Quantity.Count(Progress.Failed)} failed"),
        ("state", Complete ? "finished" : $"not finished; {ProgramName.Typed} sweep resume {Folder} goes on unless it runs")));
}
