using System.Globalization;
using System.Text.Json;
using PimSim.Core;
using PimSim.Exploration;

namespace PimSim.Cli;

/// <summary>
/// A sweep as one HTML file that needs nothing else: Pareto scatter, parallel coordinates, sensitivities, accuracy against faults, layers and roofline of points on the
/// front, a table, provenance.
/// </summary>
internal sealed class SweepReport
{
    /// <summary>Points on the front whose layers are drawn: the knee and those before and behind it.</summary>
    private const int MaxLayered = 12;

    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["time"] = "s",
        ["energy"] = "J",
        ["power"] = "W",
        ["edp"] = "Js",
        ["area"] = "µm²",
        ["latency"] = "s",
        ["throughput"] = "/s",
    };

    private readonly SweepFolder folder;
    private readonly SweepProvenance provenance;
    private readonly ResultTable table;
    private readonly SweepAnalysis analysis;
    private readonly Objective[] objectives;
    private readonly bool complete;

    private SweepReport(SweepFolder folder)
    {
        this.folder = folder;
        provenance = SweepProvenance.Read(folder);
        table = SweepResults.Points(folder, out complete);
        objectives = [.. Objective.All.Where(o => table.Find(o.Column) is { } values && values.Any(v => v is not null))];
        analysis = SweepAnalysis.Of(table, [.. provenance.Axes.Select(a => a.Name)], [.. Front().Select(o => Objective.Find(o)!)]);
    }

    /// <summary>The page of a sweep, finished or not.</summary>
    /// <param name="path">The folder of its result.</param>
    /// <exception cref="UserErrorException">It holds no sweep, or no point has its objectives.</exception>
    public static byte[] Make(string path)
    {
        SweepReport report = new(SweepFolder.Open(path));
        return ReportTemplate.Fill("sweep.html", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["title"] = ReportText.Encode($"Sweep of {report.provenance.Space}"),
            ["summary"] = ReportText.Rows(report.Summary()),
            ["objectives"] = ReportText.Encode(string.Join(", ", report.analysis.Objectives.Select(o => o.Name))),
            ["provenance"] = ReportText.Rows(report.Provenance()),
            ["data"] = report.Data(),
        });
    }

    /// <summary>The space's objectives, as far as there are values, and accuracy where it was evaluated.</summary>
    private IEnumerable<string> Front() =>
        objectives.Select(o => o.Name).Where(n => provenance.Objectives.Contains(n, StringComparer.Ordinal) || n == "accuracy");

    private IEnumerable<KeyValuePair<string, string>> Summary()
    {
        int failed = table.Find("status")!.Count(s => s is "failed");
        yield return new("points", $"{Quantity.Count(table.Rows)} of {Quantity.Count(provenance.Points)}{(complete ? "" : ", the sweep is not finished")}");
        if (failed > 0)
        {
            yield return new("failed", Quantity.Count(failed));
        }

        yield return new("axes", string.Join(", ", provenance.Axes.Select(a => a.Name)));
        yield return new("on the front", Quantity.Count(analysis.Front.Count));
        if (analysis.Front.FirstOrDefault(f => f.IsKnee) is { } knee)
        {
            yield return new("knee", $"point {Quantity.Count(knee.Point)}: {string.Join(", ", analysis.Axes.Select((a, i) => string.Create(CultureInfo.InvariantCulture, $"{a} {knee.Axes[i]}")))}");
        }
    }

    private IEnumerable<KeyValuePair<string, string>> Provenance()
    {
        yield return new("command", provenance.Command);
        yield return new("version", provenance.Version);
        yield return new("space", $"{provenance.Space}, content {provenance.SpaceHash}");
        yield return new("devices", string.Join(", ", provenance.Devices.Select(d => $"{d.Key} {d.Value}")));
        yield return new("networks", string.Join(", ", provenance.Networks.Select(d => $"{d.Key} {d.Value}")));
        yield return new("data", $"{provenance.Data} {provenance.DataHash}");
        yield return new("sampler", $"{provenance.Sampler.Kind}, seed {Quantity.Count((long)provenance.Sampler.Seed)}");
        yield return new("seed", Quantity.Count(provenance.Seed));
    }

    /// <summary>What the charts show.</summary>
    private string Data() => ReportText.Data(json =>
    {
        Dictionary<long, FrontPoint> front = analysis.Front.ToDictionary(f => f.Point);
        json.WriteObjects("axes", provenance.Axes, axis =>
        {
            json.WriteString("name", axis.Name);
            json.WriteBoolean("numeric", axis.IsNumeric);
            json.WriteStartArray("distinct");
            foreach (string value in axis.Values.Distinct(StringComparer.Ordinal))
            {
                WriteValue(json, axis.IsNumeric ? double.Parse(value, CultureInfo.InvariantCulture) : value);
            }

            json.WriteEndArray();
        });
        json.WriteObjects("objectives", objectives, objective =>
        {
            json.WriteString("name", objective.Name);
            json.WriteString("unit", Units.GetValueOrDefault(objective.Name, ""));
        });
        json.WriteStrings("front", analysis.Objectives.Select(o => o.Name));
        WritePoints(json, front);
        json.WriteObjects("sensitivities", analysis.Sensitivities, s =>
        {
            json.WriteString("axis", s.Axis);
            json.WriteString("objective", s.Objective);
            json.WriteFinite("share", s.VarianceShare);
        });
        json.WriteObjects("faults", FaultCurve.Of(table, [.. provenance.Axes]), curve =>
        {
            json.WriteString("axis", curve.Axis);
            json.WriteStartArray("points");
            foreach ((double rate, double mean, double lower, double upper, int points) in curve.Points)
            {
                json.WriteStartArray();
                foreach (double value in (double[])[rate, mean, lower, upper, points])
                {
                    json.WriteNumberValue(value);
                }

                json.WriteEndArray();
            }

            json.WriteEndArray();
        });
        new SweepLayers(folder, Layered(), SecondsPerCycle, provenance).WriteTo(json);
    });

    /// <summary>The knee, and as many of its neighbours along the first objective as are drawn.</summary>
    private FrontPoint[] Layered()
    {
        FrontPoint[] sorted = [.. analysis.Front.OrderBy(f => analysis.Objectives[0].CostOf(f.Objectives[0]))];
        int knee = Array.FindIndex(sorted, f => f.IsKnee);
        int first = Math.Clamp(knee - (MaxLayered / 2), 0, Math.Max(0, sorted.Length - MaxLayered));
        return [.. sorted.Skip(first).Take(MaxLayered)];
    }

    private double SecondsPerCycle(long point)
    {
        int row = Array.FindIndex(table.Find(ResultColumns.Point)!, n => (long)n! == point);
        return (double)table.Find("timeSeconds")![row]! / (long)table.Find("cycles")![row]!;
    }

    private void WritePoints(Utf8JsonWriter json, Dictionary<long, FrontPoint> front)
    {
        object?[] numbers = table.Find(ResultColumns.Point)!;
        object?[][] axes = [.. provenance.Axes.Select(a => table.Find(a.Name)!)];
        object?[][] values = [.. objectives.Select(o => table.Find(o.Column)!)];
        json.WriteObjects("points", Enumerable.Range(0, table.Rows), row =>
        {
            FrontPoint? on = front.GetValueOrDefault((long)numbers[row]!);
            json.WriteNumber("point", (long)numbers[row]!);
            json.WriteBoolean("front", on is not null);
            json.WriteBoolean("knee", on?.IsKnee == true);
            json.WriteStartArray("values");
            foreach (object?[] axis in axes)
            {
                WriteValue(json, axis[row]);
            }

            for (int i = 0; i < objectives.Length; i++)
            {
                // Energies are in pJ in the table and in J on the page, with a prefix.
                WriteValue(json, values[i][row] is double pj && objectives[i].Name == "energy" ? pj * 1e-12 : values[i][row]);
            }

            json.WriteEndArray();
        });
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case long whole:
                json.WriteNumberValue(whole);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }
}
