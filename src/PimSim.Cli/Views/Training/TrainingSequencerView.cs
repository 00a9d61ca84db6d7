using System.Text.Json;
using PimSim.Driver;

namespace PimSim.Cli;

/// <summary>Who says what units do in a training, and what fetching it out of the cells takes.</summary>
/// <param name="Stored">Programs in the cells, or null where the host has the sequencer.</param>
/// <param name="Upload">Of storing the initial parameters: the pages are written then.</param>
/// <param name="Forward">Of the forward part of an epoch.</param>
/// <param name="Backward">Of the backward part.</param>
/// <param name="Update">Of the updates.</param>
internal sealed record TrainingSequencerView(
    StoredPrograms? Stored, InstructionLoads Upload, InstructionLoads Forward, InstructionLoads Backward, InstructionLoads Update)
{
    /// <summary>No programs in the cells.</summary>
    public static TrainingSequencerView OnHost { get; } = new(null, default, default, default, default);

    /// <summary>One line, or null where there is nothing to tell.</summary>
    public string? Line => Stored is null
        ? null
        : $"sequencer in the device: {Quantity.Count(Stored.Pages)} pages in {Quantity.Count(Stored.Rows)} rows, {Quantity.Count(Stored.UnitBytes)} bytes a unit; "
            + $"an epoch loads {Quantity.Si(Epoch.Bytes, "B")}, {Quantity.Count(Epoch.Cycles)} cycles for it";

    private InstructionLoads Epoch => Forward + Backward + Update;

    /// <summary>The member <c>sequencer</c>, of a training of <paramref name="epochs"/> epochs.</summary>
    public void Write(Utf8JsonWriter json, int epochs) => json.WriteObject("sequencer", () =>
    {
        InstructionLoads all = Upload + (Epoch * epochs);
        json.WriteString("mode", Stored is null ? "host" : "device");
        json.WriteNumber("pages", Stored?.Pages ?? 0);
        json.WriteNumber("rows", Stored?.Rows ?? 0);
        json.WriteNumber("programBytes", Stored?.UnitBytes ?? 0);
        WriteLoads(all, json);
        json.WriteObject("byPhase", () =>
        {
            json.WriteObject("upload", () => WriteLoads(Upload, json));
            json.WriteObject("forward", () => WriteLoads(Forward * epochs, json));
            json.WriteObject("backward", () => WriteLoads(Backward * epochs, json));
            json.WriteObject("update", () => WriteLoads(Update * epochs, json));
        });
    });

    private static void WriteLoads(InstructionLoads loads, Utf8JsonWriter json)
    {
        json.WriteNumber("loads", loads.Loads);
        json.WriteNumber("loadedBytes", loads.Bytes);
        json.WriteNumber("loadCycles", loads.Cycles);
    }
}
