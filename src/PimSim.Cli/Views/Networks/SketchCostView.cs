using System.Text.Json;
using PimSim.Bnn;
using PimSim.Driver;
using PimSim.Models;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>What the sums of a sketched layer cost in each way.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Model">The device.</param>
/// <param name="Costs">Way by way.</param>
internal sealed record SketchCostView(LayerSketch Layer, DeviceModel Model, IReadOnlyList<SketchCost> Costs)
{
    /// <summary>A way by the name of the documents.</summary>
    private static string Name(Enum value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>An array <c>ways</c>.</summary>
    public void WriteTo(Utf8JsonWriter json) => json.WriteObjects("ways", Costs, cost =>
    {
        json.WriteString("way", Name(cost.Way));
        json.WriteInteger("sideBySide", cost.Run is null ? null : cost.SideBySide);
        json.WriteInteger("additions", cost.Run is null ? null : cost.Additions);
        json.WriteNumber("outputPositions", cost.Positions);
        json.WriteNumber("images", cost.Images);
        json.WriteNumber("cycles", cost.Cycles);
        json.WriteNumber("deviceSeconds", cost.Cycles * Model.ClockPs * 1e-12);
        json.WritePicojoules("energyPj", cost.EnergyAj);
        json.WriteFinite("cyclesPerImage", cost.CyclesPerImage);
        json.WriteFinite("energyPjPerImage", cost.EnergyAjPerImage / 1e6);
        json.WriteCounts("commands", Model.Standard.Commands.Select(c => KeyValuePair.Create(c.Name, cost.Commands[c.Id])).Where(c => c.Value > 0));
        if (cost.Run is not { } run)
        {
            json.WriteNull("stages");
            return;
        }

        json.WriteObjects("stages", Enum.GetValues<AdditionPhase>(), stage =>
        {
            json.WriteString("name", Name(stage));
            json.WriteNumber("cycles", run.CyclesOf(stage));
            json.WritePicojoules("energyPj", run.Energy?.OfLayer((int)stage));
        });
    });

    /// <summary>A line a way.</summary>
    public void WriteTable(IAnsiConsole console)
    {
        Table table = Tables.Create(
            ("way", true), ("side by side", true), ("additions", true), ("cycles", true), ("adding", true), ("commands an image", true), ("cycles", true), ("energy", true));
        foreach (SketchCost cost in Costs)
        {
            table.AddRow(Tables.Cells(
                Name(cost.Way),
                cost.Run is null ? "-" : Quantity.Count(cost.SideBySide),
                cost.Run is null ? "-" : Quantity.Count(cost.Additions),
                Quantity.Count(cost.Cycles),
                cost.Run is { } run ? Quantity.Count(run.CyclesOf(AdditionPhase.Add)) : "-",
                Quantity.Count((long)Math.Round(cost.Commands.Sum() / cost.Images)),
                Quantity.Count((long)Math.Round(cost.CyclesPerImage)),
                cost.EnergyAjPerImage is { } energy ? Quantity.Si(energy * 1e-18, "J") : "-"));
        }

        string binary = FormattableString.Invariant($"binary layers for {Costs[^1].Images} images");
        string pass = FormattableString.Invariant($"a pass over {Costs[0].Positions} output positions, {Layer.OutputPositions} an image");
        console.Write(Tables.Titled(
            FormattableString.Invariant($"{Layer.Name}: sums of {Layer.Tree.Bases} bases on {Model.Name}; additions of an output position; cycles of {pass}, or of {binary}"),
            table));
    }
}
