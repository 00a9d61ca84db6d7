using System.Text.Json;
using PimSim.Traces;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>The result of <c>trace info</c> for requests.</summary>
/// <param name="File">As the user named it.</param>
/// <param name="Summary">What is in it.</param>
internal sealed record RequestInfoView(string File, RequestTraceSummary Summary) : IResultView
{
    /// <inheritdoc/>
    public string Schema => "pimsim.trace-info-requests/1";

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteString("file", File);
        json.WriteString("kind", "requests");
        json.WriteString("format", RequestFormats.NameOf(Summary.Format));
        json.WriteBoolean("complete", Summary.Truncation is null);
        json.WriteNumber("requests", Summary.Reads + Summary.Writes);
        json.WriteNumber("reads", Summary.Reads);
        json.WriteNumber("writes", Summary.Writes);
        json.WriteInteger("firstCycle", Summary.FirstCycle);
        json.WriteInteger("lastCycle", Summary.LastCycle);
        json.WriteString("lowestAddress", Hex(Summary.LowestAddress));
        json.WriteString("highestAddress", Hex(Summary.HighestAddress));
        json.WriteNumber("dataBytes", Summary.DataBytes);
    }

    /// <inheritdoc/>
    public void WriteTable(IAnsiConsole console) => console.Write(Tables.Facts(
        [
            ("trace", $"{File}, requests, {RequestFormats.NameOf(Summary.Format)}{(Summary.Truncation is null ? "" : " (cut)")}"),
            ("requests", $"{Quantity.Count(Summary.Reads + Summary.Writes)}: {Quantity.Count(Summary.Reads)} reads, {Quantity.Count(Summary.Writes)} writes"),
            ("cycles", Summary.FirstCycle is { } first && Summary.LastCycle is { } last ? $"{Quantity.Count(first)} to {Quantity.Count(last)}" : "none"),
            ("addresses", Summary.LowestAddress is null ? "none" : $"{Hex(Summary.LowestAddress)} to {Hex(Summary.HighestAddress)}"),
            ("data of a write", $"{Quantity.Count(Summary.DataBytes)} bytes"),
        ]));

    private static string? Hex(ulong? address) => address is { } value ? $"0x{value:x}" : null;
}
