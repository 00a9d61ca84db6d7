using System.Text.Json;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>The result of <c>trace convert</c>.</summary>
/// <param name="File">The trace read.</param>
/// <param name="Kind"><c>requests</c> or <c>commands</c>.</param>
/// <param name="From">Its format.</param>
/// <param name="Target">The trace written.</param>
/// <param name="To">Its format.</param>
/// <param name="Count">Requests or commands.</param>
/// <param name="Complete">False when the trace read was cut.</param>
internal sealed record TraceConvertView(string File, string Kind, string From, string Target, string To, long Count, bool Complete) : IResultView
{
    /// <inheritdoc/>
    public string Schema => "pimsim.trace-convert/1";

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteString("file", File);
        json.WriteString("kind", Kind);
        json.WriteString("from", From);
        json.WriteString("target", Target);
        json.WriteString("to", To);
        json.WriteNumber("count", Count);
        json.WriteBoolean("complete", Complete);
    }

    /// <inheritdoc/>
    public void WriteTable(IAnsiConsole console) => console.Write(Tables.Facts(
        [
            ("read", $"{File}, {From}{(Complete ? "" : " (cut)")}"),
            ("written", $"{Target}, {To}"),
            (Kind, Quantity.Count(Count)),
        ]));
}
