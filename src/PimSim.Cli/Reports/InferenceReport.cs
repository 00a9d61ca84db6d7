using System.Globalization;
using System.Text;
using System.Text.Json;
using PimSim.Core;

namespace PimSim.Cli;

/// <summary>The document of an inference as one HTML file that needs nothing else: layers, roofline, activity, provenance.</summary>
internal static class InferenceReport
{
    /// <summary>Schema of the documents that it draws.</summary>
    public const string Schema = "pimsim.infer/1";

    private static readonly string[] Columns = ["layer", "where", "cycles", "energy, pJ", "binary MAC", "real MAC", "of peak, %", "column reads", "bus bytes"];

    /// <summary>The page as UTF-8.</summary>
    /// <param name="file">Name of the file for messages.</param>
    /// <param name="document">What <c>infer --out</c> wrote.</param>
    /// <exception cref="UserErrorException">PIM0821: keys are missing or of the wrong kind.</exception>
    public static byte[] Make(string file, JsonElement document)
    {
        try
        {
            string network = Name(document, "network");
            string device = Name(document, "device");
            return ReportTemplate.Fill("inference.html", new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["title"] = ReportText.Encode($"{network} on {device}"),
                ["summary"] = ReportText.Rows(Summary(document)),
                ["energy"] = document.GetProperty("energy").ValueKind == JsonValueKind.Null ? ReportText.Encode($"Not known: {document.GetProperty("energyAbsentReason").GetString()}.") : "By part.",
                ["layers"] = Layers(document),
                ["provenance"] = ReportText.Rows(Provenance(file, document)),
                ["data"] = Data(document),
            });
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new UserErrorException("PIM0821", $"is no document of an inference as this version writes it: {e.Message.Split('\n')[0]}", file, "write it again with infer --out");
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Summary(JsonElement document)
    {
        JsonElement time = document.GetProperty("time");
        yield return new("images", Count(document.GetProperty("data").GetProperty("images")));
        if (document.TryGetProperty("accuracy", out JsonElement accuracy))
        {
            yield return new("right", $"{Count(accuracy.GetProperty("correct"))} ({Quantity.Percent(accuracy.GetProperty("value").GetDouble())})");
        }

        yield return new("device time", $"{Quantity.Si(time.GetProperty("deviceSeconds").GetDouble(), "s")}, {Count(time.GetProperty("cycles"))} cycles");
        if (document.GetProperty("energy") is { ValueKind: JsonValueKind.Object } energy)
        {
            yield return new("energy", Quantity.Si(energy.GetProperty("totalPj").GetDouble() * 1e-12, "J"));
        }

        yield return new("throughput", $"{Quantity.Si(document.GetProperty("throughput").GetProperty("imagesPerSecond").GetDouble(), "")}images/s");
    }

    private static IEnumerable<KeyValuePair<string, string>> Provenance(string file, JsonElement document)
    {
        yield return new("document", Path.GetFileName(file));
        foreach (string part in (string[])["device", "network"])
        {
            yield return new(part, $"{Name(document, part)}, content {document.GetProperty(part).GetProperty("hash").GetString()}");
        }

        if (document.GetProperty("data").TryGetProperty("name", out JsonElement data))
        {
            yield return new("data", data.GetString() ?? "");
        }

        yield return new("path", document.GetProperty("path").GetString() ?? "");
        if (document.TryGetProperty("predictions", out JsonElement predictions))
        {
            yield return new("classes, SHA-256", predictions.GetProperty("sha256").GetString() ?? "");
        }

    }

    private static string Layers(JsonElement document)
    {
        StringBuilder rows = new($"<tr>{string.Concat(Columns.Select(c => $"<th>{ReportText.Encode(c)}</th>"))}</tr>\n");
        foreach (JsonElement layer in document.GetProperty("layers").EnumerateArray())
        {
            string[] texts = [layer.GetProperty("name").GetString() ?? "", layer.GetProperty("where").GetString() ?? ""];
            JsonElement energy = layer.GetProperty("energyPj");
            (string Value, string Shown)[] numbers =
            [
                Whole(layer, "cycles"),
                energy.ValueKind == JsonValueKind.Null ? ("", "-") : (energy.GetRawText(), energy.GetDouble().ToString("N0", CultureInfo.InvariantCulture)),
                Whole(layer, "bitMacs"),
                Whole(layer, "realMacs"),
                (layer.GetProperty("utilization").GetRawText(), (100 * layer.GetProperty("utilization").GetDouble()).ToString("0.0", CultureInfo.InvariantCulture)),
                Whole(layer, "columnReads"),
                Whole(layer, "busBytes"),
            ];
            rows.Append(
                CultureInfo.InvariantCulture,
                $"<tr>{string.Concat(texts.Select(t => $"<td>{ReportText.Encode(t)}</td>"))}{string.Concat(numbers.Select(n => $"<td data-value=\"{ReportText.Encode(n.Value)}\">{ReportText.Encode(n.Shown)}</td>"))}</tr>\n");
        }

        return rows.ToString();
    }

    private static (string Value, string Shown) Whole(JsonElement layer, string name) => (layer.GetProperty(name).GetRawText(), Count(layer.GetProperty(name)));

    /// <summary>What the charts show, checked to be there.</summary>
    private static string Data(JsonElement document) => ReportText.Data(json =>
    {
        foreach (string name in (string[])["peak", "energy", "layers"])
        {
            json.WritePropertyName(name);
            document.GetProperty(name).WriteTo(json);
        }

        if (document.TryGetProperty("activity", out JsonElement activity))
        {
            json.WritePropertyName("activity");
            activity.WriteTo(json);
        }

    });

    private static string Name(JsonElement document, string part) => document.GetProperty(part).GetProperty("name").GetString() ?? "";

    private static string Count(JsonElement number) => Quantity.Count(number.GetInt64());
}
