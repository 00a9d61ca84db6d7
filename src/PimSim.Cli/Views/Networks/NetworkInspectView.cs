using System.Text.Json;
using PimSim.Bnn;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>The result of <c>network inspect</c>.</summary>
/// <param name="Summary">The network and its layers.</param>
/// <param name="ClassNames">Names of the classes.</param>
internal sealed record NetworkInspectView(NetworkSummary Summary, IReadOnlyList<string> ClassNames) : IResultView
{
    /// <inheritdoc/>
    public string Schema => "pimsim.network-inspect/1";

    /// <summary>Inspects a network.</summary>
    /// <exception cref="Core.UserErrorException">It cannot be planned.</exception>
    public static NetworkInspectView Of(string name, BnnNetwork network) => new(NetworkSummary.Of(name, network), network.Classes);

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteObject("network", () =>
        {
            Summary.WriteTo(json);
            json.WriteStrings("classNames", ClassNames);
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
        Table table = Tables.Create(
            ("layer", false), ("kind", false), ("in", true), ("out", true), ("bits in x weight", true), ("clip range", true), ("thresholds", true), ("parameters", true), ("bit MACs", true), ("real MACs", true));
        foreach (NetworkLayerView layer in Summary.Layers)
        {
            table.AddRow(Tables.Cells(
                layer.Name,
                layer.Kind,
                layer.Input.ToString(),
                layer.Output.ToString(),
                FormattableString.Invariant($"{layer.InputBits} x {layer.WeightBits}"),
                layer.Clip is { } clip ? FormattableString.Invariant($"{clip.Lower:0.0000} .. {clip.Upper:0.0000}") : "-",
                layer.Thresholds is { } t ? FormattableString.Invariant($"{t.Smallest} .. {t.Largest}") : "-",
                Quantity.Count(layer.Parameters),
                Quantity.Count(layer.BitMacs),
                Quantity.Count(layer.RealMacs)));
        }

        console.Write(Tables.Titled("by layer", table));
    }

    private static void WriteLayer(NetworkLayerView layer, Utf8JsonWriter json)
    {
        json.WriteString("name", layer.Name);
        json.WriteString("kind", layer.Kind);
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
