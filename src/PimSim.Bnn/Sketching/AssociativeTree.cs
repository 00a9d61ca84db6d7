using System.Numerics;

namespace PimSim.Bnn;

/// <summary>
/// The associative way of convolving with the bases of a layer: X*B_j = s X*B_i + 2 X*((B_j - s B_i)/2) with s = +-1, where the difference
/// has entries in the d positions (s = 1) or t - d positions (s = -1) in which the bases differ. A minimum spanning tree over all bases of
/// all filters and a root, from which a base costs its own t - 1 additions, gives the order.
/// </summary>
public sealed class AssociativeTree
{
    private AssociativeTree(int bases, int positions)
    {
        Bases = bases;
        Positions = positions;
    }

    /// <summary>Vertices: bases of all filters.</summary>
    public int Bases { get; }

    /// <summary>t: positions of a base.</summary>
    public int Positions { get; }

    /// <summary>The bases in an order in which parents come first; filters of a group of channels follow each other.</summary>
    public IReadOnlyList<AssociativeStep> Steps { get; private init; } = [];

    /// <summary>Bases that are computed on their own.</summary>
    public int Roots => Steps.Count(s => s.IsRoot);

    /// <summary>Additions and subtractions of one output position, all bases on their own: t - 1 each.</summary>
    public long PlainAdditions => Bases * (Positions - 1L);

    /// <summary>The same along the tree: t - 1 for a root, min(d, t - d) for each other base. Doublings are not counted.</summary>
    public long TreeAdditions => Steps.Sum(s => s.IsRoot ? Positions - 1L : s.Positions.Length);

    /// <summary>Columns of a unit that hold the bases: ceil(t / width) each.</summary>
    public long PlainColumns(int width) => Bases * (long)Chunks(width);

    /// <summary>
    /// Columns that a unit would read along the tree: all of a root; of another base twice those in which it differs, for a unit that compares
    /// all bits of a column needs a mask of the positions beside the signs.
    /// </summary>
    /// <param name="width">Bits of a column.</param>
    public long TreeColumns(int width)
    {
        long columns = Roots * (long)Chunks(width);
        foreach (AssociativeStep step in Steps.Where(s => !s.IsRoot))
        {
            columns += 2L * step.Positions.Select(p => p / width).Distinct().Count();
        }

        return columns;
    }

    /// <summary>Builds the tree of a layer; of edges with the same cost the one to the base that came first.</summary>
    /// <param name="sketch">The bases.</param>
    /// <param name="groups">Groups of the layer's channels: filters of different groups have different inputs, so nothing to share.</param>
    public static AssociativeTree Of(WeightSketch sketch, int groups = 1)
    {
        int positions = sketch.Positions;
        ulong[][] bases = [.. Enumerable.Range(0, sketch.Bits).SelectMany(bit => Rows(sketch, bit))];
        int[] cost = new int[bases.Length];
        int[] parent = new int[bases.Length];
        bool[] taken = new bool[bases.Length];
        var steps = new List<AssociativeStep>();
        Array.Fill(cost, Math.Max(positions - 1, 0));
        Array.Fill(parent, AssociativeStep.None);
        for (int n = 0; n < bases.Length; n++)
        {
            int next = Cheapest(cost, taken);
            taken[next] = true;
            steps.Add(Step(bases, next, parent[next], positions));
            for (int i = 0; i < bases.Length; i++)
            {
                int distance = taken[i] ? 0 : Distance(bases[next], bases[i]);
                int edge = Math.Min(distance, positions - distance);
                if (!taken[i] && edge < cost[i] && sketch.GroupOf(i, groups) == sketch.GroupOf(next, groups))
                {
                    (cost[i], parent[i]) = (edge, next);
                }
            }
        }

        return new AssociativeTree(bases.Length, positions) { Steps = [.. steps.OrderBy(s => sketch.GroupOf(s.Base, groups))] };
    }

    private static AssociativeStep Step(ulong[][] bases, int vertex, int parent, int positions)
    {
        if (parent == AssociativeStep.None)
        {
            return new AssociativeStep(vertex, parent, 0, []);
        }

        int distance = Distance(bases[parent], bases[vertex]);
        bool differ = distance <= positions - distance;
        return new AssociativeStep(
            vertex, parent, differ ? 1 : -1, [.. Enumerable.Range(0, positions).Where(p => Differs(bases[parent], bases[vertex], p) == differ)]);
    }

    private static int Cheapest(int[] cost, bool[] taken)
    {
        int best = -1;
        for (int i = 0; i < cost.Length; i++)
        {
            if (!taken[i] && (best < 0 || cost[i] < cost[best]))
            {
                best = i;
            }
        }

        return best;
    }

    private static int Distance(ulong[] a, ulong[] b)
    {
        int distance = 0;
        for (int i = 0; i < a.Length; i++)
        {
            distance += BitOperations.PopCount(a[i] ^ b[i]);
        }

        return distance;
    }

    private static bool Differs(ulong[] a, ulong[] b, int position) => (((a[position / 64] ^ b[position / 64]) >> (position % 64)) & 1) != 0;

    private static IEnumerable<ulong[]> Rows(WeightSketch sketch, int bit)
    {
        for (int c = 0; c < sketch.Channels; c++)
        {
            ulong[] row = new ulong[(sketch.Positions + 63) / 64];
            ReadOnlySpan<sbyte> signs = sketch.Signs(bit).Slice(c * sketch.Positions, sketch.Positions);
            for (int i = 0; i < signs.Length; i++)
            {
                row[i / 64] |= signs[i] < 0 ? 1UL << (i % 64) : 0UL;
            }

            yield return row;
        }
    }

    private int Chunks(int width) => (Positions + width - 1) / width;
}
