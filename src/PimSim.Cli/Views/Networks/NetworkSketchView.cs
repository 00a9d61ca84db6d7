using System.Text.Json;
using PimSim.Bnn;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>The result of <c>network sketch</c>.</summary>
/// <param name="Network">What was written.</param>
/// <param name="Target">Where.</param>
/// <param name="Method">How scales were found.</param>
/// <param name="Bits">Bases of a filter.</param>
/// <param name="Device">The device whose columns are counted.</param>
/// <param name="ColumnBits">Bits of a column of one of its units.</param>
/// <param name="Layers">The sketched layers.</param>
internal sealed record NetworkSketchView(
    NamedHash Network, string Target, string Method, int Bits, string Device, int ColumnBits, IReadOnlyList<LayerSketch> Layers) : IResultView
{
    /// <summary>What the sums of the layers cost in each way, or null where it was not asked for.</summary>
    public IReadOnlyList<SketchCostView>? Costs { get; init; }

    /// <inheritdoc/>
    public string Schema => "pimsim.network-sketch/1";

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json)
    {
        Network.WriteTo(json, "network");
        json.WriteString("target", Target);
        json.WriteString("method", Method);
        json.WriteNumber("bits", Bits);
        json.WriteString("device", Device);
        json.WriteNumber("columnBits", ColumnBits);
        json.WriteObjects("layers", Layers.Index(), layer =>
        {
            WriteLayer(layer.Item, json);
            Costs?[layer.Index].WriteTo(json);
        });
    }

    /// <inheritdoc/>
    public void WriteTable(IAnsiConsole console)
    {
        console.Write(Tables.Facts(
            ("written", $"{Target}, {Network.Hash}"),
            ("sketch", FormattableString.Invariant($"{Bits} bases a filter, {Method}"))));
        Table errors = Tables.Create(("layer", false), ("filters", true), ("weights each", true), ("squared error after 1, 2, ... bases", false), ("becomes", false));
        Table tree = Tables.Create(
            ("layer", false), ("bases", true), ("on their own", true), ("additions", true), ("along the tree", true), ("columns", true), ("along the tree", true));
        foreach (LayerSketch layer in Layers)
        {
            errors.AddRow(Tables.Cells(
                layer.Name,
                Quantity.Count(layer.Weights.Channels),
                Quantity.Count(layer.Weights.Positions),
                string.Join(", ", layer.Weights.Errors.Select(e => FormattableString.Invariant($"{e:0.0000}"))),
                Becomes(layer)));
            AssociativeTree t = layer.Tree;
            tree.AddRow(Tables.Cells(
                layer.Name,
                Quantity.Count(t.Bases),
                Quantity.Count(t.Roots),
                Quantity.Count(t.PlainAdditions),
                Share(t.TreeAdditions, t.PlainAdditions),
                Quantity.Count(t.PlainColumns(ColumnBits)),
                Share(t.TreeColumns(ColumnBits), t.PlainColumns(ColumnBits))));
        }

        console.Write(Tables.Titled("by layer", errors));
        console.Write(Tables.Titled(
            FormattableString.Invariant($"associative way, an output position (counted): additions, and columns of {ColumnBits} bits that XNOR units of {Device} would read with masks"), tree));
        foreach (SketchCostView cost in Costs ?? [])
        {
            cost.WriteTable(console);
        }
    }

    private static string Becomes(LayerSketch layer) =>
        (layer.IsFolded ? "a binary layer, scales in its thresholds" : "binary layers, scaled and added") + (layer.NormIsNew ? "; new batch norm" : "");

    private static string Share(long part, long whole) =>
        FormattableString.Invariant($"{Quantity.Count(part)} ({(whole == 0 ? 1 : (double)part / whole):0.00}x)");

    private void WriteLayer(LayerSketch layer, Utf8JsonWriter json)
    {
        json.WriteString("name", layer.Name);
        json.WriteNumber("filters", layer.Weights.Channels);
        json.WriteNumber("positions", layer.Weights.Positions);
        json.WriteStartArray("squaredErrors");
        foreach (double error in layer.Weights.Errors)
        {
            json.WriteNumberValue(error);
        }

        json.WriteEndArray();
        json.WriteBoolean("folded", layer.IsFolded);
        json.WriteBoolean("newNorm", layer.NormIsNew);
        json.WriteObject("associative", () =>
        {
            json.WriteNumber("bases", layer.Tree.Bases);
            json.WriteNumber("roots", layer.Tree.Roots);
            json.WriteNumber("plainAdditions", layer.Tree.PlainAdditions);
            json.WriteNumber("treeAdditions", layer.Tree.TreeAdditions);
            json.WriteNumber("plainColumns", layer.Tree.PlainColumns(ColumnBits));
            json.WriteNumber("treeColumns", layer.Tree.TreeColumns(ColumnBits));
        });
    }
}
