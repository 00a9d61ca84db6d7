using System.Text.Json;
using PimSim.Bnn;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>The result of <c>network inspect</c>.</summary>
/// <param name="Summary">The network and its layers.</param>
/// <param name="ClassNames">Names of the classes.</param>
/// <param name="PixelWork">What the host makes of pixels.</param>
/// <param name="ClassWork">How the host tells the class.</param>
internal sealed record NetworkInspectView(NetworkSummary Summary, IReadOnlyList<string> ClassNames, string PixelWork, string ClassWork) : IResultView
{
    /// <inheritdoc/>
    public string Schema => "pimsim.network-inspect/1";

    /// <summary>Inspects a network.</summary>
    /// <exception cref="Core.UserErrorException">It cannot be planned.</exception>
    public static NetworkInspectView Of(string name, BnnNetwork network) =>
        new(NetworkSummary.Of(name, network), network.Classes, LayerText.Pixels(network.Input), LayerText.Class(network.ReadOut));

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteObject("network", () =>
        {
            Summary.WriteTo(json);
            json.WriteStrings("classNames", ClassNames);
        });
        json.WriteObject("onHost", () =>
        {
            json.WriteString("pixels", PixelWork);
            json.WriteString("class", ClassWork);
        });
        json.WriteObjects("layers", Summary.Layers, layer => WriteLayer(layer, json));
    }

    /// <inheritdoc/>
    public void WriteTable(IAnsiConsole console)
    {
        console.Write(Tables.Facts(
            ("network", Summary.Name + (Summary.IsShapeOnly ? " (shape only: its bits are drawn, for timing)" : "")),
            ("input", Summary.Input.ToString()),
            ("classes", string.Join(", ", ClassNames)),
            ("parameters", Quantity.Count(Summary.Parameters)),
            ("work an image", $"{Quantity.Count(Summary.BitMacs)} bit MACs, {Quantity.Count(Summary.RealMacs)} real MACs"),
            ("hash", Summary.Hash)));
        console.Write(Tables.Titled("by layer", LayerTable()));
        NetworkLayerView[] clipped = [.. Summary.Layers.Where(l => l.Clip is not null)];
        if (clipped.Length > 0)
        {
            Table table = Tables.Create(("layer", false), ("lower", true), ("upper", true));
            foreach (NetworkLayerView layer in clipped)
            {
                table.AddRow(Tables.Cells(layer.Name, FormattableString.Invariant($"{layer.Clip!.Value.Lower:0.0000}"), FormattableString.Invariant($"{layer.Clip!.Value.Upper:0.0000}")));
            }

            console.Write(Tables.Titled("clip thresholds", table));
        }
    }

    // A block takes a row for its layer and one for what follows, so that it fits 100 columns.
    private Table LayerTable()
    {
        Table table = Tables.Create(("layer", false), ("what", false), ("where", false), ("out", true), ("bits", true), ("thresholds", true), ("params", true), ("MACs", true));
        foreach (TableColumn column in table.Columns)
        {
            column.PadLeft(0);
        }

        table.AddRow(Tables.Cells("pixels", PixelWork, "host", Summary.Input.ToString(), "", "", "", ""));
        foreach (NetworkLayerView layer in Summary.Layers)
        {
            string unit = layer.Where == "xnor" ? "XNOR unit" : "SIMD unit";
            table.AddRow(Tables.Cells(
                layer.Name,
                layer.Layer,
                unit,
                layer.Output.ToString(),
                FormattableString.Invariant($"{layer.InputBits} x {layer.WeightBits}"),
                layer.Thresholds is { } t ? FormattableString.Invariant($"{t.Smallest} .. {t.Largest}") : "-",
                Quantity.Count(layer.Parameters),
                Quantity.Si(layer.BitMacs + layer.RealMacs, "")));
            if (layer.Tail.Length > 0)
            {
                table.AddRow(Tables.Cells("", layer.Tail, unit, "", "", "", "", ""));
            }

            if (layer.ThresholdsPerChannel > 1)
            {
                table.AddRow(Tables.Cells("", "count those that fire", "host", "", "", "", "", ""));
            }
        }

        table.AddRow(Tables.Cells("class", ClassWork, "host", FormattableString.Invariant($"{Summary.Classes}"), "", "", "", ""));
        return table;
    }

    private static void WriteLayer(NetworkLayerView layer, Utf8JsonWriter json)
    {
        json.WriteString("name", layer.Name);
        json.WriteString("kind", layer.Kind);
        json.WriteString("where", layer.Where);
        NetworkSummary.WriteShape(json, "input", layer.Input);
        NetworkSummary.WriteShape(json, "output", layer.Output);
        json.WriteNumber("inputBits", layer.InputBits);
        json.WriteNumber("weightBits", layer.WeightBits);
        json.WriteNumber("weights", layer.Weights);
        json.WriteNumber("parameters", layer.Parameters);
        json.WriteNumber("bitMacs", layer.BitMacs);
        json.WriteNumber("realMacs", layer.RealMacs);
        if (layer.Clip is { } clip)
        {
            json.WriteObject("clip", () =>
            {
                json.WriteFinite("lower", clip.Lower);
                json.WriteFinite("upper", clip.Upper);
            });
        }
        else
        {
            json.WriteNull("clip");
        }

        if (layer.Thresholds is { } thresholds)
        {
            json.WriteObject("thresholds", () =>
            {
                json.WriteNumber("smallest", thresholds.Smallest);
                json.WriteNumber("largest", thresholds.Largest);
            });
        }
        else
        {
            json.WriteNull("thresholds");
        }
    }
}
