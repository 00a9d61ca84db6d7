using System.Globalization;
using System.Text.Json;
using PimSim.Exploration;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>The result of <c>sweep pareto</c>.</summary>
/// <param name="Folder">The sweep.</param>
/// <param name="Analysis">Front, knee, sensitivities.</param>
/// <param name="Complete">True when it is of all points.</param>
internal sealed record SweepParetoView(string Folder, SweepAnalysis Analysis, bool Complete) : IResultView
{
    // More columns than this do not fit into a line of text; the axes of a point are listed in one then.
    private const int MostAxisColumns = 5;

    /// <inheritdoc/>
    public string Schema => "pimsim.sweep-pareto/1";

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteString("folder", Folder);
        json.WriteBoolean("complete", Complete);
        json.WriteObjects("objectives", Analysis.Objectives, o =>
        {
            json.WriteString("name", o.Name);
            json.WriteString("column", o.Column);
            json.WriteString("better", o.Maximise ? "more" : "less");
        });
        json.WriteNumber("points", Analysis.Points);
        json.WriteNumber("leftOut", Analysis.LeftOut);
        json.WriteObjects("front", Analysis.Front, p =>
        {
            json.WriteNumber("point", p.Point);
            json.WriteBoolean("knee", p.IsKnee);
            json.WriteObject("axes", () => WriteAxes(json, p));
            json.WriteObject("objectives", () =>
            {
                for (int i = 0; i < p.Objectives.Count; i++)
                {
                    json.WriteFinite(Analysis.Objectives[i].Name, p.Objectives[i]);
                }
            });
        });
        json.WriteObjects("sensitivity", Analysis.Sensitivities, s =>
        {
            json.WriteString("axis", s.Axis);
            json.WriteString("objective", s.Objective);
            json.WriteFinite("varianceShare", s.VarianceShare);
            json.WriteFinite("elasticity", s.Elasticity);
        });
    }

    /// <inheritdoc/>
    public void WriteTable(IAnsiConsole console)
    {
        bool apart = Analysis.Axes.Count <= MostAxisColumns;
        Table front = Tables.Create([
            ("point", true),
            .. Analysis.Objectives.Select(o => (o.Name, true)),
            .. apart ? Analysis.Axes.Select(a => (a, true)) : [("axes", false)],
            ("", false),
        ]);
        foreach (FrontPoint p in Analysis.Front)
        {
            string[] axes = [.. p.Axes.Select(a => Convert.ToString(a, CultureInfo.InvariantCulture) ?? "-")];
            front.AddRow(Tables.Cells([
                p.Point.ToString(CultureInfo.InvariantCulture),
                .. p.Objectives.Select((value, i) => ObjectiveText.Of(Analysis.Objectives[i], value)),
                .. apart ? axes : [string.Join(", ", axes.Select((value, i) => $"{Analysis.Axes[i]} {value}"))],
                p.IsKnee ? "knee" : "",
            ]));
        }

        console.Write(Tables.Titled($"not dominated: {Analysis.Front.Count} of {Quantity.Count(Analysis.Points)} points{(Analysis.LeftOut > 0 ? $", {Quantity.Count(Analysis.LeftOut)} left out" : "")}", front));
        Table sensitivity = Tables.Create([("axis", false), .. Analysis.Objectives.SelectMany(o => new[] { ($"{o.Name}: share", true), ("elasticity", true) })]);
        foreach (string axis in Analysis.Axes)
        {
            sensitivity.AddRow(Tables.Cells([axis, .. Analysis.Sensitivities.Where(s => s.Axis == axis).SelectMany(s => new[]
            {
                s.VarianceShare is { } share ? Quantity.Percent(share) : "-",
                s.Elasticity is { } elasticity ? elasticity.ToString("0.000", CultureInfo.InvariantCulture) : "-",
            })]));
        }

        console.Write(Tables.Titled("sensitivity: share of the variance that the axis alone explains; per cent for one per cent of the axis", sensitivity));
    }

    private void WriteAxes(Utf8JsonWriter json, FrontPoint point)
    {
        for (int i = 0; i < Analysis.Axes.Count; i++)
        {
            switch (point.Axes[i])
            {
                case long number:
                    json.WriteNumber(Analysis.Axes[i], number);
                    break;
                case double number:
                    json.WriteNumber(Analysis.Axes[i], number);
                    break;
                default:
                    json.WriteString(Analysis.Axes[i], (string?)point.Axes[i]);
                    break;
            }
        }
    }
}
