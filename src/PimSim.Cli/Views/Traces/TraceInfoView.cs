using System.Text.Json;
using PimSim.Traces;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>The result of <c>trace info</c>.</summary>
/// <param name="File">As the user named it.</param>
/// <param name="Info">What is in it.</param>
internal sealed record TraceInfoView(string File, TraceInfo Info) : IResultView
{
    private const double SecondsPerPicosecond = 1e-12;

    /// <inheritdoc/>
    public string Schema => "pimsim.trace-info/1";

    private long Cycles => (Info.LastCycle - Info.FirstCycle) ?? 0;

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json)
    {
        CommandTraceHeader header = Info.Header;
        json.WriteString("file", File);
        json.WriteString("kind", "commands");
        json.WriteBoolean("complete", Info.Truncation is null);
        new NamedHash(header.DeviceName, header.DeviceHash).WriteTo(json, "device");
        json.WriteNumber("clockPs", header.ClockPs);
        json.WriteObject("provenance", () =>
        {
            foreach ((string name, string value) in header.Provenance)
            {
                json.WriteString(name, value);
            }
        });
        json.WriteObjects("streams", header.Streams, stream =>
        {
            json.WriteString("name", stream.Name);
            json.WriteString("element", ElementName(stream.Element));
            json.WriteNumbers("shape", stream.Shape.Select(extent => (long)extent));
        });
        json.WriteNumber("commandsTotal", Info.Commands);
        json.WriteCounts("commands", Info.CountByName);
        json.WriteNumber("domains", Info.Domains);
        json.WriteInteger("firstCycle", Info.FirstCycle);
        json.WriteInteger("lastCycle", Info.LastCycle);
        json.WriteNumber("payloadBytes", Info.PayloadBytes);
    }

    /// <inheritdoc/>
    public void WriteTable(IAnsiConsole console)
    {
        CommandTraceHeader header = Info.Header;
        console.Write(Tables.Facts(
            [
                ("trace", $"{File}{(Info.Truncation is null ? "" : " (cut)")}"),
                ("device", $"{header.DeviceName}, {header.DeviceHash}"),
                .. header.Provenance.Select(p => (p.Key, p.Value)),
                ("commands", $"{Quantity.Count(Info.Commands)} in {Quantity.Count(Info.Domains)} domains"),
                ("cycles", Info.FirstCycle is { } first && Info.LastCycle is { } last
                    ? $"{Quantity.Count(first)} to {Quantity.Count(last)} ({Quantity.Si(Cycles * header.ClockPs * SecondsPerPicosecond, "s")})"
                    : "none"),
                ("bus data", $"{Quantity.Count(Info.PayloadBytes)} bytes"),
                .. header.Streams.Select(s => ("result stream", $"{s.Name}: {ElementName(s.Element)} {string.Join(" x ", s.Shape)}")),
            ]));
        Table table = Tables.Create(("command", false), ("count", true));
        foreach ((string name, long count) in Info.CountByName)
        {
            table.AddRow(Tables.Cells(name, Quantity.Count(count)));
        }

        console.Write(Tables.Titled("commands", table));
    }

    /// <summary>Name of an element format in documents.</summary>
    internal static string ElementName(StreamElement element) => element switch
    {
        StreamElement.Fp32 => "fp32",
        StreamElement.I16 => "i16",
        _ => "bits",
    };
}
