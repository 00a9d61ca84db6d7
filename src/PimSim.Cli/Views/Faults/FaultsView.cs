using System.Text.Json;
using PimSim.Device;
using PimSim.Models;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>The faults that a run met.</summary>
/// <param name="Seed">Their seed.</param>
/// <param name="Counts">How many, by kind.</param>
/// <param name="Device">The device.</param>
/// <param name="Correct">Images classified right.</param>
/// <param name="Total">Images.</param>
internal sealed record FaultsView(ulong Seed, FaultCounts Counts, DeviceModel Device, long Correct, long Total)
{
    /// <summary>The member <c>faults</c>.</summary>
    public void WriteTo(Utf8JsonWriter json) => json.WriteObject("faults", () =>
    {
        json.WriteNumber("seed", Seed);
        Core.WilsonInterval wilson = Core.WilsonInterval.Of(Correct, Total);
        json.WriteObject("accuracyWithinSeed", () =>
        {
            json.WriteNumber("lower", wilson.Lower);
            json.WriteNumber("upper", wilson.Upper);
        });
        FaultCountsJson.Write(Counts, Device.Faults, json);
        RetentionJson.Write(Device, json);
    });

    /// <summary>The counts for people.</summary>
    public void WriteTable(IAnsiConsole console)
    {
        console.Write(Tables.Titled($"faults under seed {Seed}", FaultCountsJson.Table(Counts)));
        if (FaultCountsJson.Line(Counts, Device.Faults) is { } line)
        {
            console.WriteLine(line);
        }
    }
}
