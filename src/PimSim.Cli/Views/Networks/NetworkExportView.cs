using System.Text.Json;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>The result of <c>network export</c>.</summary>
/// <param name="Network">What was exported.</param>
/// <param name="Format">The format.</param>
/// <param name="Target">The file written.</param>
/// <param name="Map">The layer map written, or null.</param>
internal sealed record NetworkExportView(NamedHash Network, string Format, string Target, string? Map) : IResultView
{
    /// <inheritdoc/>
    public string Schema => "pimsim.network-export/1";

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json)
    {
        Network.WriteTo(json, "network");
        json.WriteString("format", Format);
        json.WriteString("target", Target);
        json.WriteString("map", Map);
    }

    /// <inheritdoc/>
    public void WriteTable(IAnsiConsole console) => console.Write(Tables.Facts(
        [
            ("network", $"{Network.Name}, {Network.Hash}"),
            ("written", $"{Target}, {Format}"),
            ("layer map", Map ?? "none"),
        ]));
}
