using System.Globalization;
using System.Text;

namespace PimSim.Cli;

/// <summary>A training as one HTML file that needs nothing else: curves of loss, accuracy, thresholds, flips and rate.</summary>
internal static class TrainingReport
{
    /// <summary>The file as UTF-8.</summary>
    public static byte[] Make(TrainingCurves curves) => ReportTemplate.Fill("training.html", new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["title"] = ReportText.Encode($"Training by {curves.Method}, seed {curves.Seed}"),
        ["summary"] = ReportText.Rows(Summary(curves)),
        ["epochs"] = Epochs(curves),
        ["data"] = Data(curves),
    });

    private static IEnumerable<KeyValuePair<string, string>> Summary(TrainingCurves curves)
    {
        yield return new("log", Path.GetFileName(curves.File));
        yield return new("epochs", $"{Quantity.Count(curves.Epochs.Count)} of {Quantity.Count(curves.EpochsPlanned)}");
        yield return new("updates", Quantity.Count(curves.LastStep));
        if (curves.Epochs.Count > 0)
        {
            yield return new("test accuracy", Quantity.Percent(curves.Epochs[^1].TestAccuracy));
        }
    }

    private static string Epochs(TrainingCurves curves)
    {
        StringBuilder rows = new("<tr><th>epoch</th><th>loss</th><th>train accuracy</th><th>test accuracy</th></tr>\n");
        foreach (TrainingCurves.Epoch e in curves.Epochs)
        {
            string[] cells = [Quantity.Count(e.Number), e.Loss?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "-", Quantity.Percent(e.TrainAccuracy), Quantity.Percent(e.TestAccuracy)];
            rows.Append(CultureInfo.InvariantCulture, $"<tr>{string.Concat(cells.Select(c => $"<td>{c}</td>"))}</tr>\n");
        }

        return rows.ToString();
    }

    /// <summary>What the charts show.</summary>
    private static string Data(TrainingCurves curves) => ReportText.Data(json =>
    {
        json.WriteNumber("lastStep", curves.LastStep);
        foreach ((string name, IReadOnlyList<TrainingCurves.Curve> group) in curves.Groups)
        {
            json.WriteObjects(name, group, curve =>
            {
                json.WriteString("name", curve.Name);
                json.WriteStartArray("points");
                foreach ((int step, double value) in curve.Points)
                {
                    json.WriteStartArray();
                    json.WriteNumberValue(step);
                    json.WriteNumberValue(value);
                    json.WriteEndArray();
                }

                json.WriteEndArray();
                json.WriteBoolean("dashed", curve.IsDashed);
            });
        }

    });
}
