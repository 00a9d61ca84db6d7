using System.Text.Json;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Cli;

/// <summary>Who says what units do, and what the programs of units cost.</summary>
internal sealed record SequencerView(SequencerReport Report)
{
    /// <summary>One line, or null where there is nothing to tell.</summary>
    public string? Line => Report.Kind == SequencerKind.Host
        ? null
        : $"in the device: {Quantity.Count(Report.Pages)} pages, {Quantity.Count(Report.UnitBytes)} bytes a unit, {Quantity.Count(Report.Loads)} loads, {Quantity.Count(Report.LoadCycles)} cycles for them";

    /// <summary>The member <c>sequencer</c>.</summary>
    public void WriteTo(Utf8JsonWriter json) => json.WriteObject("sequencer", () =>
    {
        json.WriteString("mode", Report.Kind == SequencerKind.Host ? "host" : "device");
        json.WriteNumber("pages", Report.Pages);
        json.WriteNumber("rows", Report.Rows);
        json.WriteNumber("programBytes", Report.UnitBytes);
        json.WriteNumber("loads", Report.Loads);
        json.WriteNumber("loadCycles", Report.LoadCycles);
    });
}
