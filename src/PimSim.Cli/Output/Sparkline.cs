namespace PimSim.Cli;

/// <summary>A curve in one line of text.</summary>
internal static class Sparkline
{
    private const string Levels = "▁▂▃▄▅▆▇█";

    /// <summary>The values from left to right, each character the mean of its share of them, from the smallest to the largest mean.</summary>
    /// <param name="values">At least one; those that are not finite are left out.</param>
    /// <param name="width">Characters at most.</param>
    public static string Text(IReadOnlyList<double> values, int width)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        int count = Math.Min(finite.Length, width);
        double[] means = new double[count];
        for (int i = 0; i < count; i++)
        {
            int first = (int)((long)i * finite.Length / count);
            int end = (int)((long)(i + 1) * finite.Length / count);
            means[i] = finite[first..end].Average();
        }

        if (count == 0)
        {
            return "";
        }

        double low = means.Min();
        double range = means.Max() - low;
        return string.Concat(means.Select(m => Levels[range > 0 ? (int)Math.Round((m - low) / range * (Levels.Length - 1)) : 0]));
    }
}
