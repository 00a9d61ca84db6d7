using System.Text.Json;
using PimSim.Device;
using PimSim.Models;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>The faults of the cells that held what was trained, in all domains that work.</summary>
/// <param name="Seed">Their seed.</param>
/// <param name="Counts">How many, by kind.</param>
/// <param name="Device">The device.</param>
/// <param name="RetentionProbability">Probability that a cell loses its charge from one write to the next.</param>
internal sealed record TrainingFaultsView(ulong Seed, FaultCounts Counts, DeviceModel Device, double RetentionProbability)
{
    /// <summary>The member <c>trainingFaults</c>.</summary>
    public void WriteTo(Utf8JsonWriter json) => json.WriteObject("trainingFaults", () =>
    {
        json.WriteNumber("seed", Seed);
        FaultCountsJson.WriteCells(Counts, json);
        if (Device.Faults.Retention is not null)
        {
            json.WriteNumber("retentionProbability", RetentionProbability);
        }
    });

    /// <summary>The counts for people.</summary>
    public void WriteTable(IAnsiConsole console) =>
        console.Write(Tables.Titled($"faulty cells of the training under seed {Seed}", FaultCountsJson.TableOfCells(Counts)));
}
