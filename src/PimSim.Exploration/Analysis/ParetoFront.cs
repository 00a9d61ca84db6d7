namespace PimSim.Exploration;

/// <summary>The points that no other one dominates: at most as costly in everything and less in something.</summary>
public static class ParetoFront
{
    /// <summary>Indexes of the non-dominated points in rising order. Equal points do not dominate each other.</summary>
    /// <param name="costs">By point, then by objective; less is better.</param>
    public static IReadOnlyList<int> Of(IReadOnlyList<double[]> costs)
    {
        // In lexicographic order nothing later dominates anything earlier, so what joins the front stays.
        int[] order = [.. Enumerable.Range(0, costs.Count).Order(Comparer<int>.Create((a, b) => Compare(costs[a], costs[b])))];
        List<int> front = [];
        foreach (int i in order)
        {
            if (!front.Exists(f => Dominates(costs[f], costs[i])))
            {
                front.Add(i);
            }
        }

        front.Sort();
        return front;
    }

    /// <summary>Whether <paramref name="a"/> dominates <paramref name="b"/>.</summary>
    public static bool Dominates(double[] a, double[] b)
    {
        bool less = false;
        for (int i = 0; i < a.Length; i++)
        {
            if (a[i] > b[i])
            {
                return false;
            }

            less |= a[i] < b[i];
        }

        return less;
    }

    /// <summary>
    /// The knee of a front: costs are scaled so that the front's least is 0 and its greatest 1 in each objective; the knee is the
    /// point nearest to 0 in all (Euclidean), the first of equals.
    /// </summary>
    /// <param name="front">Costs of the points of a front, at least one.</param>
    /// <returns>Index into <paramref name="front"/>.</returns>
    public static int Knee(IReadOnlyList<double[]> front)
    {
        double[] low = [.. Enumerable.Range(0, front[0].Length).Select(o => front.Min(f => f[o]))];
        double[] high = [.. Enumerable.Range(0, front[0].Length).Select(o => front.Max(f => f[o]))];
        int best = 0;
        double least = double.PositiveInfinity;
        for (int i = 0; i < front.Count; i++)
        {
            double distance = 0;
            for (int o = 0; o < front[i].Length; o++)
            {
                double scaled = high[o] > low[o] ? (front[i][o] - low[o]) / (high[o] - low[o]) : 0;
                distance += scaled * scaled;
            }

            if (distance < least)
            {
                (best, least) = (i, distance);
            }
        }

        return best;
    }

    private static int Compare(double[] a, double[] b)
    {
        for (int i = 0; i < a.Length; i++)
        {
            int order = a[i].CompareTo(b[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }
}
