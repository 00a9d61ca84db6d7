using PimSim.Core;

namespace PimSim.Exploration;

/// <summary>Accuracy against the rate of one kind of fault.</summary>
/// <param name="Axis">Name of the axis.</param>
/// <param name="Points">By rising rate: mean accuracy, the 95 % bootstrap interval of that mean, and how many points it is of.</param>
public sealed record FaultCurve(string Axis, IReadOnlyList<(double Rate, double Mean, double Lower, double Upper, int Points)> Points)
{
    private const string Prefix = "faults.";
    private const ulong Seed = 1;

    /// <summary>A curve for each axis of fault rates: rows where all other such axes are at their least.</summary>
    /// <param name="table">Rows of points.</param>
    /// <param name="axes">Axes of the sweep.</param>
    public static IReadOnlyList<FaultCurve> Of(ResultTable table, IReadOnlyList<AxisParameter> axes)
    {
        object?[]? accuracy = table.Find("accuracy");
        AxisParameter[] rates = [.. axes.Where(a => a.IsNumeric && a.Path.StartsWith(Prefix, StringComparison.Ordinal))];
        if (accuracy is null || rates.Length == 0)
        {
            return [];
        }

        double[][] values = [.. rates.Select(r => table.Find(r.Name)!.Select(v => Convert.ToDouble(v, System.Globalization.CultureInfo.InvariantCulture)).ToArray())];
        double[] least = [.. values.Select(v => v.Min())];
        List<FaultCurve> curves = [];
        for (int axis = 0; axis < rates.Length; axis++)
        {
            int own = axis;
            IEnumerable<int> rows = Enumerable.Range(0, table.Rows)
                .Where(r => accuracy[r] is double && Enumerable.Range(0, rates.Length).All(other => other == own || values[other][r] <= least[other]));
            curves.Add(new FaultCurve(rates[axis].Name, [.. rows.GroupBy(r => values[own][r]).OrderBy(g => g.Key).Select(g => Point(table, accuracy, g.Key, [.. g]))]));
        }

        return curves;
    }

    /// <summary>A single point with seeds of its own has its interval; several are resampled.</summary>
    private static (double Rate, double Mean, double Lower, double Upper, int Points) Point(ResultTable table, object?[] accuracy, double rate, int[] rows)
    {
        if (rows is [int row] && table.Find("accuracyLower")?[row] is double lower && table.Find("accuracyUpper")?[row] is double upper)
        {
            return (rate, (double)accuracy[row]!, lower, upper, 1);
        }

        double[] accuracies = [.. rows.Select(r => (double)accuracy[r]!)];
        BootstrapInterval interval = BootstrapInterval.OfMean(accuracies, Seed);
        return (rate, accuracies.Average(), interval.Lower, interval.Upper, accuracies.Length);
    }
}
