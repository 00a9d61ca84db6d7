using System.Text.Json;

namespace PimSim.Cli;

/// <summary>How busy parts of the device were, slice by slice.</summary>
/// <param name="BinCycles">Cycles of a slice.</param>
/// <param name="Bus">Share of a slice in which a pseudo-channel's data bus carries data.</param>
/// <param name="Units">Share in which a pseudo-channel's units are kept busy by a command.</param>
/// <param name="Banks">Share in which a bank has a row open, mean over pseudo-channels.</param>
internal sealed record ActivityView(
    long BinCycles,
    IReadOnlyList<KeyValuePair<string, double[]>> Bus,
    IReadOnlyList<KeyValuePair<string, double[]>> Units,
    IReadOnlyList<KeyValuePair<string, double[]>> Banks)
{
    /// <summary>The member <c>activity</c>.</summary>
    public void WriteTo(Utf8JsonWriter json) => json.WriteObject("activity", () =>
    {
        json.WriteNumber("binCycles", BinCycles);
        Write(json, "bus", Bus);
        Write(json, "units", Units);
        Write(json, "banks", Banks);
    });

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, double[]>> rows) => json.WriteObjects(name, rows, row =>
    {
        json.WriteString("name", row.Key);
        json.WriteStartArray("shares");
        foreach (double share in row.Value)
        {
            json.WriteNumberValue(Math.Round(share, 4));
        }

        json.WriteEndArray();
    });
}
