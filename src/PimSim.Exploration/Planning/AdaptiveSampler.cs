using PimSim.Core;

namespace PimSim.Exploration;

/// <summary>
/// Rounds of fixed size. The first is a Latin hypercube. Each later one takes neighbours of the points that are not dominated in all finished
/// rounds: front point after front point, one candidate differs from it on one or two axes, by one or two positions on ordered axes and by any position on others.
/// Every fourth point is drawn from the whole space, so that no part of it is given up. What is drawn depends on the seed, the round and finished rounds only.
/// </summary>
internal sealed class AdaptiveSampler(ExplorationSpace space) : ISampler
{
    private const ulong FirstStream = 1_000_000;

    /// <summary>One of so many points comes from the whole space.</summary>
    private const int Wide = 4;

    private const int MaxDraws = 5_000;

    public long Expected => space.Sampler.Points;

    public IReadOnlyList<int[]> Next(IReadOnlyList<FinishedPoint> finished)
    {
        int wanted = (int)Math.Min(space.Sampler.Round, Expected - finished.Count);
        if (wanted <= 0)
        {
            return [];
        }

        Combinations taken = new(space);
        if (finished.Count == 0)
        {
            return new LatinHypercubeSampler(space, wanted).Draw(taken);
        }

        foreach (FinishedPoint f in finished)
        {
            taken.Take(f.Point.Combination);
        }

        return Beside(Front(finished), taken, wanted, finished[^1].Point.Round + 1);
    }

    private int[][] Front(IReadOnlyList<FinishedPoint> finished)
    {
        (int[] Combination, double[] Costs)[] known = [.. finished
            .Select(f => (f.Point.Combination, Costs: Objective.CostsOf(space.Objectives, f.Result)))
            .Where(f => f.Costs is not null)
            .Select(f => (f.Combination, f.Costs!))];
        IReadOnlyList<int> front = ParetoFront.Of([.. known.Select(k => k.Costs)]);
        return [.. front.Select(i => known[i].Combination)];
    }

    private List<int[]> Beside(int[][] front, Combinations taken, int wanted, int round)
    {
        PhiloxStream random = new(space.Sampler.Seed, FirstStream + (ulong)round);
        List<int[]> chosen = [];
        int draws = 0;
        for (int turn = 0; chosen.Count < wanted && draws < MaxDraws; draws++)
        {
            bool wide = front.Length == 0 || turn % Wide == Wide - 1;
            int[] candidate = wide ? RandomSampler.Any(space, ref random) : Neighbour(front[(turn - (turn / Wide)) % front.Length], ref random);
            if (taken.Take(candidate))
            {
                chosen.Add(candidate);
                turn++;
                draws = 0;
            }
            else if (draws % 16 == 15)
            {
                // The neighbourhood of this one may be exhausted: go on to the next.
                turn++;
            }
        }

        return chosen;
    }

    private int[] Neighbour(int[] of, ref PhiloxStream random)
    {
        int[] result = [.. of];
        int changes = 1 + random.NextInt(2);
        for (int c = 0; c < changes; c++)
        {
            int axis = random.NextInt(space.Axes.Count);
            int count = space.Axes[axis].Count;
            if (!space.Axes[axis].IsOrdered)
            {
                result[axis] = random.NextInt(count);
                continue;
            }

            int step = (1 + random.NextInt(2)) * (random.NextInt(2) == 0 ? -1 : 1);
            result[axis] = Math.Clamp(result[axis] + step, 0, count - 1);
        }

        return result;
    }
}
