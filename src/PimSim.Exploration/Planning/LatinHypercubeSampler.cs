using PimSim.Core;

namespace PimSim.Exploration;

/// <summary>
/// N points such that each axis, cut into N equal parts, has one point in every part: point i takes part p(i) of an axis, p a permutation of its
/// own for each axis. Position = floor((p(i) + u) * positions / N), u uniform in [0, 1). Points that constraints leave out, and repetitions, are
/// replaced by drawn ones, so that the number is kept.
/// Source: McKay, Beckman, Conover, "A Comparison of Three Methods for Selecting Values of Input Variables", Technometrics 21 (1979).
/// </summary>
internal sealed class LatinHypercubeSampler(ExplorationSpace space, int points) : ISampler
{
    /// <summary>First stream of the seed; each axis has one.</summary>
    private const ulong FirstStream = 1000;

    private const int MaxDraws = 20_000;

    public long Expected => points;

    public IReadOnlyList<int[]> Next(IReadOnlyList<FinishedPoint> finished) => finished.Count == 0 ? Draw(new Combinations(space)) : [];

    /// <summary>Chooses the points and takes them.</summary>
    /// <exception cref="UserErrorException">PIM1251: there are not so many.</exception>
    internal IReadOnlyList<int[]> Draw(Combinations taken)
    {
        taken.RequireRoomFor(points);
        int[][] columns = [.. Enumerable.Range(0, space.Axes.Count).Select(Column)];
        PhiloxStream spare = new(space.Sampler.Seed, RandomSampler.Stream);
        List<int[]> chosen = [];
        for (int i = 0; i < points; i++)
        {
            int[] combination = [.. columns.Select(c => c[i])];
            for (int failures = 0; !taken.Take(combination); failures++)
            {
                combination = failures < MaxDraws ? RandomSampler.Any(space, ref spare) : throw Combinations.NoneLeft(space);
            }

            chosen.Add(combination);
        }

        return chosen;
    }

    /// <summary>The positions of all points on one axis.</summary>
    private int[] Column(int axis)
    {
        PhiloxStream random = new(space.Sampler.Seed, FirstStream + (ulong)axis);
        int[] parts = [.. Enumerable.Range(0, points)];
        random.Shuffle(parts.AsSpan());
        long positions = space.Axes[axis].Count;
        for (int i = 0; i < points; i++)
        {
            // (part + u) * positions / points with u = w / 2^24, in integers.
            Int128 scaled = (((Int128)parts[i] << 24) + (random.NextUInt32() >> 8)) * positions;
            parts[i] = (int)(scaled / points >> 24);
        }

        return parts;
    }
}
