namespace PimSim.Exploration;

/// <summary>Something of a result that should be small or large.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Column">The column of the results it is.</param>
/// <param name="Maximise">True where more is better.</param>
public sealed record Objective(string Name, string Column, bool Maximise)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Objective> All { get; } =
    [
        new("time", "timeSeconds", Maximise: false),
        new("cycles", "cycles", Maximise: false),
        new("energy", "energyPj", Maximise: false),
        new("power", "powerW", Maximise: false),
        new("edp", "energyDelayJs", Maximise: false),
        new("area", "areaUm2", Maximise: false),
        new("latency", "firstImageSeconds", Maximise: false),
        new("throughput", "imagesPerSecond", Maximise: true),
        new("accuracy", "accuracy", Maximise: true),
    ];

    /// <summary>The objective of a name, or null.</summary>
    public static Objective? Find(string name) => All.FirstOrDefault(o => string.Equals(o.Name, name, StringComparison.Ordinal));

    /// <summary>The value as a cost: less is better.</summary>
    public double CostOf(double value) => Maximise ? -value : value;

    /// <summary>The costs of a result, or null where it failed or has not all of them.</summary>
    internal static double[]? CostsOf(IReadOnlyList<Objective> objectives, PointResult result)
    {
        double[] costs = new double[objectives.Count];
        for (int i = 0; i < costs.Length; i++)
        {
            if (result.Figures is null || ResultColumns.Number(objectives[i].Column, result.Figures) is not { } value)
            {
                return null;
            }

            costs[i] = objectives[i].CostOf(value);
        }

        return costs;
    }
}
