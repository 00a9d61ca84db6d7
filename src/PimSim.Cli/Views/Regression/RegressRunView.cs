using System.Globalization;
using System.Text.Json;
using PimSim.Exploration;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>The result of <c>regress run</c>.</summary>
/// <param name="Suite">The suite.</param>
/// <param name="Results">By case.</param>
/// <param name="Host">What it cost.</param>
internal sealed record RegressRunView(string Suite, IReadOnlyList<CaseResult> Results, HostView Host) : IResultView
{
    /// <inheritdoc/>
    public string Schema => "pimsim.regress-run/1";

    /// <summary>Whether all cases are as accepted.</summary>
    public bool Holds => Results.All(r => r.Status == CaseStatus.Passed);

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteString("suite", Suite);
        json.WriteBoolean("holds", Holds);
        json.WriteNumber("passed", Count(CaseStatus.Passed));
        json.WriteNumber("failed", Count(CaseStatus.Failed));
        json.WriteNumber("new", Count(CaseStatus.New));
        json.WriteNumber("errors", Count(CaseStatus.Error));
        json.WriteObjects("cases", Results, result => WriteCase(result, json));
        Host.WriteTo(json);
    }

    /// <inheritdoc/>
    public void WriteTable(IAnsiConsole console)
    {
        Table table = Tables.Create(("case", false), ("status", false), ("right", true), ("cycles", true), ("energy", true));
        foreach (CaseResult result in Results)
        {
            CaseMeasurement? now = result.Measured;
            table.AddRow(Tables.Cells(
                result.Case.Name,
                Word(result.Status),
                now is null ? "-" : Right(now),
                now is null ? "-" : Quantity.Count(now.Cycles),
                now?.EnergyAj is { } energy ? Quantity.Si((double)energy * 1e-18, "J") : "-"));
        }

        console.Write(table);
        foreach (CaseResult result in Results.Where(r => r.Status != CaseStatus.Passed))
        {
            console.Write(new Text($"{result.Case.Name}\n", new Style(decoration: Decoration.Bold)));
            foreach (string line in result.Explain())
            {
                console.Write(new Padder(new Text(line), new Padding(2, 0, 0, 0)));
            }
        }

        console.Write(new Text(string.Create(
            CultureInfo.InvariantCulture, $"{Count(CaseStatus.Passed)} passed, {Count(CaseStatus.Failed)} failed, {Count(CaseStatus.New)} without accepted values, {Count(CaseStatus.Error)} could not be run\n")));
    }

    private static string Right(CaseMeasurement values) => values switch
    {
        { Seeds: { } seeds } => string.Create(
            CultureInfo.InvariantCulture, $"{100 * seeds.Mean:0.00} % ({100 * seeds.Interval.Lower:0.00} to {100 * seeds.Interval.Upper:0.00} %) over {seeds.Correct.Count} seeds"),
        { Correct: { } correct } => $"{Quantity.Count(correct)} of {Quantity.Count(values.Images)}",
        _ => "-",
    };

    private static string Word(CaseStatus status) => status switch
    {
        CaseStatus.Passed => "passed",
        CaseStatus.Failed => "failed",
        CaseStatus.New => "new",
        _ => "error",
    };

    private static void WriteCase(CaseResult result, Utf8JsonWriter json)
    {
        json.WriteString("name", result.Case.Name);
        json.WriteString("status", Word(result.Status));
        Write(json, "measured", result.Measured);
        Write(json, "accepted", result.Accepted?.Values);
        json.WriteString("reason", result.Accepted?.Reason);
        json.WriteStartArray("differences");
        foreach (string line in result.Differences.Concat(result.Errors.Select(e => e.ToString())))
        {
            json.WriteStringValue(line);
        }

        json.WriteEndArray();
        json.WriteObjects("flipped", result.Flipped, f =>
        {
            json.WriteNumber("image", f.Image);
            json.WriteNumber("accepted", f.Was);
            json.WriteNumber("now", f.Now);
            json.WriteNumber("label", f.Label);
            json.WriteString("layer", f.Layer);
        });
        json.WriteCounts("firstDivergence", [.. result.FirstDivergence.Select(d => KeyValuePair.Create(d.Key, (long)d.Value))]);
    }

    private static void Write(Utf8JsonWriter json, string name, CaseMeasurement? values)
    {
        if (values is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteObject(name, () =>
        {
            json.WriteString("deviceHash", values.DeviceHash);
            json.WriteString("networkHash", values.NetworkHash);
            json.WriteInteger("correct", values.Correct);
            json.WriteNumber("total", values.Images);
            json.WriteString("predictionsSha256", values.PredictionsSha256);
            Write(json, values.Seeds);
            json.WriteNumber("cycles", values.Cycles);
            json.WritePicojoules("energyPj", values.EnergyAj);
        });
    }

    private static void Write(Utf8JsonWriter json, SeededAccuracy? seeds)
    {
        if (seeds is null)
        {
            json.WriteNull("faultSeeds");
            return;
        }

        json.WriteObject("faultSeeds", () =>
        {
            json.WriteNumber("first", seeds.FirstSeed);
            json.WriteNumber("count", seeds.Correct.Count);
            json.WriteNumber("accuracy", seeds.Mean);
            json.WriteNumber("accuracyLower", seeds.Interval.Lower);
            json.WriteNumber("accuracyUpper", seeds.Interval.Upper);
        });
    }

    private int Count(CaseStatus status) => Results.Count(r => r.Status == status);
}
