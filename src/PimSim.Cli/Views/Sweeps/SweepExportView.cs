using System.Text.Json;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>The result of <c>sweep export</c>.</summary>
/// <param name="Folder">The sweep.</param>
/// <param name="File">The file that was written.</param>
/// <param name="Format">Its format.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Complete">True when these are all points.</param>
internal sealed record SweepExportView(string Folder, string File, string Format, long Rows, bool Complete) : IResultView
{
    /// <inheritdoc/>
    public string Schema => "pimsim.sweep-export/1";

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteString("folder", Folder);
        json.WriteString("file", File);
        json.WriteString("format", Format);
        json.WriteNumber("rows", Rows);
        json.WriteBoolean("complete", Complete);
    }

    /// <inheritdoc/>
    public void WriteTable(IAnsiConsole console) => console.Write(new Text($"{File}: {Quantity.Count(Rows)} rows as {Format}\n"));
}
