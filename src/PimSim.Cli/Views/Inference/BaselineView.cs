using System.Globalization;
using System.Text.Json;
using PimSim.Driver;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>The same device without PIM beside the inference.</summary>
/// <param name="Plain">What the host's traffic took.</param>
/// <param name="ClockPs">Clock period.</param>
/// <param name="PimCycles">Cycles of the inference with PIM.</param>
/// <param name="PimAj">Its energy, or null.</param>
internal sealed record BaselineView(PlainInferenceRun Plain, double ClockPs, long PimCycles, Int128? PimAj)
{
    private double Seconds => Plain.Replay.Cycles * ClockPs * 1e-12;

    // Above 1 PIM takes less, as in kernel run.
    private double CycleRatio => (double)Plain.Replay.Cycles / PimCycles;

    private double? EnergyRatio => PimAj is { } pim && Plain.EnergyAj is { } plain ? (double)plain / (double)pim : null;

    /// <summary>The member <c>baseline</c>.</summary>
    public void WriteTo(Utf8JsonWriter json) => json.WriteObject("baseline", () =>
    {
        json.WriteString("kind", "plain");
        json.WriteNumber("cacheBytes", Plain.CacheBytes);
        json.WriteNumber("bytes", Plain.Bytes);
        json.WriteNumber("cycles", Plain.Replay.Cycles);
        json.WriteNumber("deviceSeconds", Seconds);
        json.WritePicojoules("energyPj", Plain.EnergyAj);
        json.WritePicojoules("hostEnergyPj", Plain.EnergyAj is null ? null : Plain.HostAj);
        json.WriteObject("ratio", () =>
        {
            json.WriteFinite("cycles", CycleRatio);
            json.WriteFinite("energy", EnergyRatio);
        });
        json.WriteObjects("layers", Plain.Layers, layer =>
        {
            json.WriteString("name", layer.Name);
            json.WriteNumber("group", layer.Group);
            json.WriteString("order", OrderOf(layer));
            json.WriteNumber("weightBytes", layer.WeightBytes);
            json.WriteNumber("inputBytes", layer.InputBytes);
            json.WriteNumber("outputBytes", layer.OutputBytes);
        });
    });

    /// <summary>Totals and the traffic of the layers.</summary>
    public void WriteTable(IAnsiConsole console)
    {
        Table totals = Tables.Create(("", false), ("plain", true), ("plain / PIM", true));
        totals.AddRow(Tables.Cells("cycles", Quantity.Count(Plain.Replay.Cycles), Ratio(CycleRatio)));
        totals.AddRow(Tables.Cells("time", Quantity.Si(Seconds, "s"), ""));
        totals.AddRow(Tables.Cells("energy", Joules(Plain.EnergyAj), Ratio(EnergyRatio)));
        totals.AddRow(Tables.Cells("of this the host's real MACs", Joules(Plain.EnergyAj is null ? null : Plain.HostAj), ""));
        totals.AddRow(Tables.Cells("bytes over the buses", Quantity.Count(Plain.Bytes), ""));
        console.Write(Tables.Titled($"the same device without PIM: a host with {Quantity.Count(Plain.CacheBytes)} bytes of cache, bound by memory", totals));
        Table layers = Tables.Create(("layer", false), ("group", true), ("order", false), ("weights, bytes", true), ("in", true), ("out", true));
        foreach (PlainLayer l in Plain.Layers)
        {
            layers.AddRow(Tables.Cells(
                l.Name, Quantity.Count(l.Group), OrderOf(l), Quantity.Count(l.WeightBytes), Quantity.Count(l.InputBytes), Quantity.Count(l.OutputBytes)));
        }

        console.Write(Tables.Titled("its traffic by layer", layers));
    }

    private static string Joules(Int128? attojoules) => attojoules is { } energy ? Quantity.Si((double)energy * 1e-18, "J") : "-";

    private static string OrderOf(PlainLayer layer) => layer.Order == PlainOrder.WeightsStay ? "weights-stay" : "activations-stay";

    private static string Ratio(double? ratio) => ratio is { } r ? r.ToString("G4", CultureInfo.InvariantCulture) : "-";
}
