using PimSim.Core;

namespace PimSim.Exploration;

/// <summary>Front, knee and sensitivities of a table of results.</summary>
public sealed record SweepAnalysis
{
    /// <summary>Names of the axes.</summary>
    public required IReadOnlyList<string> Axes { get; init; }

    /// <summary>The objectives.</summary>
    public required IReadOnlyList<Objective> Objectives { get; init; }

    /// <summary>Points that have all objectives.</summary>
    public required int Points { get; init; }

    /// <summary>Points that failed or lack an objective.</summary>
    public required int LeftOut { get; init; }

    /// <summary>The points that no other one dominates, by number.</summary>
    public required IReadOnlyList<FrontPoint> Front { get; init; }

    /// <summary>By axis, then by objective.</summary>
    public required IReadOnlyList<AxisSensitivity> Sensitivities { get; init; }

    /// <summary>Analyses a table.</summary>
    /// <param name="table">Rows of points.</param>
    /// <param name="axes">Names of the columns that are axes.</param>
    /// <param name="objectives">What is wanted.</param>
    /// <exception cref="UserErrorException">PIM1258: no point has all of the objectives.</exception>
    public static SweepAnalysis Of(ResultTable table, IReadOnlyList<string> axes, IReadOnlyList<Objective> objectives)
    {
        object?[][] columns = [.. objectives.Select(o => table.Find(o.Column) ?? throw new InternalErrorException($"no column {o.Column}"))];
        int[] rows = [.. Enumerable.Range(0, table.Rows).Where(r => columns.All(c => c[r] is not null))];
        if (rows.Length == 0)
        {
            string missing = string.Join(", ", objectives.Where((_, i) => columns[i].All(v => v is null)).Select(o => o.Name));
            throw new UserErrorException(
                "PIM1258", missing.Length > 0 ? $"no point has a value for {missing}" : "no point has values for all objectives", null, "leave the objective out, or sweep with what gives it: 'evaluate: accuracy', a model with currents or areas");
        }

        double[][] values = [.. rows.Select(r => columns.Select(c => Convert.ToDouble(c[r])).ToArray())];
        double[][] costs = [.. values.Select(v => v.Select((x, i) => objectives[i].CostOf(x)).ToArray())];
        IReadOnlyList<int> front = ParetoFront.Of(costs);
        int knee = front[ParetoFront.Knee([.. front.Select(i => costs[i])])];
        object?[][] own = [.. axes.Select(a => table.Find(a) ?? throw new InternalErrorException($"no column {a}"))];
        object?[] numbers = table.Find(ResultColumns.Point)!;
        return new SweepAnalysis
        {
            Axes = axes,
            Objectives = objectives,
            Points = rows.Length,
            LeftOut = table.Rows - rows.Length,
            Front = [.. front.Select(i => new FrontPoint((long)numbers[rows[i]]!, [.. own.Select(a => a[rows[i]])], values[i], i == knee))],
            Sensitivities = [.. axes.SelectMany((a, x) => objectives.Select((o, y) => Sensitive(a, [.. rows.Select(r => own[x][r]!)], o, [.. values.Select(v => v[y])])))],
        };
    }

    private static AxisSensitivity Sensitive(string axis, object[] x, Objective objective, double[] y) => new(
        axis,
        objective.Name,
        Sensitivity.VarianceShare(Sensitivity.Groups(x), y),
        x.Any(v => v is string) ? null : Sensitivity.Elasticity([.. x.Select(Convert.ToDouble)], y));
}
