using PimSim.Bits;

namespace PimSim.Exploration;

/// <summary>
/// Main effects. Points are put in groups g by the value of the axis (more than <see cref="MaxGroups"/> values of numbers: as many groups of neighbouring values, equally
/// large as far as equal values stay together). With n points, mean m, and n_g and m_g of a group,
/// <code>
/// variance share = sum_g n_g (m_g - m)^2 / sum_i (y_i - m)^2
/// elasticity     = sum_i (ln x_i - mean ln x) (ln y_i - mean ln y) / sum_i (ln x_i - mean ln x)^2
/// </code>
/// The share is the correlation ratio, in a full grid the first-order Sobol index of the axis. Sums are taken in the order of the points.
/// </summary>
public static class Sensitivity
{
    /// <summary>Groups of an axis with many values.</summary>
    public const int MaxGroups = 10;

    /// <summary>The share of variance that groups explain.</summary>
    /// <param name="groups">Group of each point.</param>
    /// <param name="y">The objective at each point.</param>
    /// <returns>Null when <paramref name="y"/> does not vary.</returns>
    public static double? VarianceShare(IReadOnlyList<int> groups, IReadOnlyList<double> y)
    {
        double mean = y.Count == 0 ? 0 : y.Sum() / y.Count;
        double total = y.Sum(v => (v - mean) * (v - mean));
        if (total <= 0 || y.All(v => v == y[0]))
        {
            return null;
        }

        int count = groups.Max() + 1;
        double[] sums = new double[count];
        int[] sizes = new int[count];
        for (int i = 0; i < y.Count; i++)
        {
            sums[groups[i]] += y[i];
            sizes[groups[i]]++;
        }

        double between = 0;
        for (int g = 0; g < count; g++)
        {
            double difference = sizes[g] == 0 ? 0 : (sums[g] / sizes[g]) - mean;
            between += sizes[g] * difference * difference;
        }

        return Math.Min(1, between / total);
    }

    /// <summary>The slope of ln y over ln x by least squares.</summary>
    /// <returns>Null when a number is not positive, or either does not vary.</returns>
    public static double? Elasticity(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count == 0 || x.Any(v => v <= 0) || y.Any(v => v <= 0) || x.All(v => v == x[0]) || y.All(v => v == y[0]))
        {
            return null;
        }

        double[] a = [.. x.Select(DeterministicMath.Log)];
        double[] b = [.. y.Select(DeterministicMath.Log)];
        double meanA = a.Sum() / a.Length;
        double meanB = b.Sum() / b.Length;
        double both = 0;
        double own = 0;
        for (int i = 0; i < a.Length; i++)
        {
            both += (a[i] - meanA) * (b[i] - meanB);
            own += (a[i] - meanA) * (a[i] - meanA);
        }

        return own > 0 ? both / own : null;
    }

    /// <summary>The groups of an axis's values.</summary>
    /// <param name="values">The value of each point: a number or a text.</param>
    public static IReadOnlyList<int> Groups(IReadOnlyList<object> values)
    {
        object[] distinct = [.. values.Distinct()];
        if (distinct.Length <= MaxGroups || values.Any(v => v is string))
        {
            Dictionary<object, int> index = distinct.Select((v, i) => (v, i)).ToDictionary(p => p.v, p => p.i);
            return [.. values.Select(v => index[v])];
        }

        double[] numbers = [.. values.Select(Convert.ToDouble)];
        double[] sorted = [.. numbers.Order()];

        // A value's group is that of its first place in order, so that equal values stay together.
        return [.. numbers.Select(n => FirstPlace(sorted, n) * MaxGroups / sorted.Length)];
    }

    private static int FirstPlace(double[] sorted, double value)
    {
        int low = 0;
        int high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = sorted[middle] < value ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
