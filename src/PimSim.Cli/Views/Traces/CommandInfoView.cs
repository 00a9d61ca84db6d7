using System.Text.Json;
using PimSim.Models;
using PimSim.Traces;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>The result of <c>trace info</c> for commands of other simulators.</summary>
/// <param name="File">As the user named it.</param>
/// <param name="Device">The device that names the commands.</param>
/// <param name="Summary">What is in it.</param>
internal sealed record CommandInfoView(string File, DeviceModel Device, CommandTraceSummary Summary) : IResultView
{
    /// <inheritdoc/>
    public string Schema => "pimsim.trace-info-commands/1";

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteString("file", File);
        json.WriteString("kind", "commands");
        json.WriteString("format", CommandFormats.NameOf(Summary.Format));
        json.WriteBoolean("complete", Summary.Truncation is null);
        new NamedHash(Device.Name, Device.Hash).WriteTo(json, "device");
        json.WriteNumber("commandsTotal", Summary.Commands);
        json.WriteCounts("commands", Summary.CountByName);
        json.WriteNumber("domains", Summary.Domains);
        json.WriteInteger("firstCycle", Summary.FirstCycle);
        json.WriteInteger("lastCycle", Summary.LastCycle);
    }

    /// <inheritdoc/>
    public void WriteTable(IAnsiConsole console)
    {
        console.Write(Tables.Facts(
            [
                ("trace", $"{File}, commands, {CommandFormats.NameOf(Summary.Format)}"),
                ("device", $"{Device.Name}, {Device.Hash}"),
                ("commands", $"{Quantity.Count(Summary.Commands)} in {Quantity.Count(Summary.Domains)} domains"),
                ("cycles", Summary.FirstCycle is { } first && Summary.LastCycle is { } last ? $"{Quantity.Count(first)} to {Quantity.Count(last)}" : "none"),
            ]));
        Table table = Tables.Create(("command", false), ("count", true));
        foreach ((string name, long count) in Summary.CountByName)
        {
            table.AddRow(Tables.Cells(name, Quantity.Count(count)));
        }

        console.Write(Tables.Titled("commands", table));
    }
}
