using System.Text.Json;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>The result of <c>network list</c>.</summary>
/// <param name="Networks">What ships, by name.</param>
/// <param name="DefaultName">The one that verbs take when given none.</param>
internal sealed record NetworkListView(IReadOnlyList<NetworkSummary> Networks, string DefaultName) : IResultView
{
    /// <inheritdoc/>
    public string Schema => "pimsim.network-list/1";

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteString("default", DefaultName);
        json.WriteObjects("networks", Networks, network =>
        {
            network.WriteTo(json);
            json.WriteNumber("layers", network.Layers.Count);
        });
    }

    /// <inheritdoc/>
    public void WriteTable(IAnsiConsole console)
    {
        Table table = Tables.Create(("name", false), ("input", false), ("classes", true), ("layers", true), ("parameters", true), ("bit MACs", true), ("real MACs", true));
        foreach (NetworkSummary network in Networks)
        {
            bool isDefault = string.Equals(network.Name, DefaultName, StringComparison.Ordinal);
            table.AddRow(Tables.Cells(
                network.Name + (isDefault ? " (default)" : network.IsShapeOnly ? " (shape only)" : ""),
                network.Input.ToString(),
                Quantity.Count(network.Classes),
                Quantity.Count(network.Layers.Count),
                Quantity.Count(network.Parameters),
                Quantity.Count(network.BitMacs),
                Quantity.Count(network.RealMacs)));
        }

        console.Write(Tables.Titled("networks", table));
    }
}
