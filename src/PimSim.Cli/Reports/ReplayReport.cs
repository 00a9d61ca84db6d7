using System.Globalization;
using System.Text;
using System.Text.Json;
using PimSim.Device;

namespace PimSim.Cli;

/// <summary>A replay as one HTML file that needs nothing else: tables, and charts with the library inside.</summary>
internal static class ReplayReport
{
    /// <summary>The file as UTF-8.</summary>
    public static byte[] Make(TraceReplayView view)
    {
        ReplayFigures figures = new(view.Model, view.Result);
        return ReportTemplate.Fill("replay.html", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["title"] = ReportText.Encode($"Replay of {Path.GetFileName(view.File)} on {view.Model.Name}"),
            ["summary"] = ReportText.Rows(TraceReplayTables.Summary(view, figures).Select(f => KeyValuePair.Create(f.Name, f.Value))),
            ["latency"] = Latencies(view.Result),
            ["energy"] = ReportText.Encode(figures.EnergyAbsentReason ?? ""),
            ["data"] = Data(view, figures),
        });
    }

    private static string Latencies(ReplayResult result)
    {
        StringBuilder rows = new("<tr><th></th><th>requests</th><th>min</th><th>mean</th><th>p50</th><th>p90</th><th>p99</th><th>max</th></tr>\n");
        foreach ((string name, LatencyHistogram latency) in new[] { ("reads", result.ReadLatency), ("writes", result.WriteLatency) })
        {
            string?[] cells =
            [
                Quantity.Count(latency.Count), Cycles(latency.Min), latency.Mean?.ToString("0.0", CultureInfo.InvariantCulture),
                Cycles(latency.Percentile(50)), Cycles(latency.Percentile(90)), Cycles(latency.Percentile(99)), Cycles(latency.Max),
            ];
            rows.Append(CultureInfo.InvariantCulture, $"<tr><td>{name}</td>{string.Concat(cells.Select(c => $"<td>{c ?? "-"}</td>"))}</tr>\n");
        }

        return rows.ToString();
    }

    private static string? Cycles(long? cycles) => cycles is { } value ? Quantity.Count(value) : null;

    /// <summary>What the charts show.</summary>
    private static string Data(TraceReplayView view, ReplayFigures figures) => ReportText.Data(json =>
    {
        WriteBins(json, "reads", view.Result.ReadLatency);
        WriteBins(json, "writes", view.Result.WriteLatency);
        json.WriteObject("banks", () => WriteBanks(json, figures.Banks));
        json.WriteObjects("energy", figures.EnergyParts.Where(p => p.Value > 0), part =>
        {
            json.WriteString("name", part.Key);
            json.WritePicojoules("value", part.Value);
        });
        json.WriteObjects("commands", figures.Commands, command =>
        {
            json.WriteString("name", command.Key);
            json.WriteNumber("value", command.Value);
        });
    });

    private static void WriteBins(Utf8JsonWriter json, string name, LatencyHistogram latency) => json.WriteObjects(name, LatencyBins.Of(latency), bin =>
    {
        json.WriteString("label", bin.Key);
        json.WriteNumber("count", bin.Value);
    });

    /// <summary>A row for each rank of each pseudo-channel, a column for each of its banks.</summary>
    private static void WriteBanks(Utf8JsonWriter json, IReadOnlyList<ReplayBank> banks)
    {
        string[] rows = [.. banks.Select(Row).Distinct(StringComparer.Ordinal)];
        int columns = rows.Length == 0 ? 0 : banks.Count / rows.Length;
        json.WriteStrings("columns", banks.Take(columns).Select(b => $"{b.BankGroup}.{b.Bank}"));
        json.WriteStrings("rows", rows);
        json.WriteStartArray("cells");
        for (int i = 0; i < banks.Count; i++)
        {
            json.WriteStartArray();
            json.WriteNumberValue(i % columns);
            json.WriteNumberValue(i / columns);
            json.WriteNumberValue(banks[i].Utilization);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static string Row(ReplayBank bank) => $"{bank.Channel}.{bank.PseudoChannel}.{bank.Rank}";
}
