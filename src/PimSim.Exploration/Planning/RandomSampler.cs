using PimSim.Core;

namespace PimSim.Exploration;

/// <summary>Combinations drawn one after the other, each position of each axis equally likely; what is there or not admitted is drawn again.</summary>
internal sealed class RandomSampler(ExplorationSpace space) : ISampler
{
    /// <summary>Stream of the seed.</summary>
    public const ulong Stream = 1;

    /// <summary>Draws for one point before the constraints are taken to leave none.</summary>
    private const int MaxDraws = 20_000;

    public long Expected => space.Sampler.Points;

    public IReadOnlyList<int[]> Next(IReadOnlyList<FinishedPoint> finished) => finished.Count == 0 ? Draw() : [];

    /// <summary>One combination, whatever it is.</summary>
    internal static int[] Any(ExplorationSpace space, ref PhiloxStream random)
    {
        int[] combination = new int[space.Axes.Count];
        for (int i = 0; i < combination.Length; i++)
        {
            combination[i] = random.NextInt(space.Axes[i].Count);
        }

        return combination;
    }

    /// <exception cref="UserErrorException">PIM1251: there are not so many.</exception>
    private List<int[]> Draw()
    {
        Combinations taken = new(space);
        taken.RequireRoomFor(space.Sampler.Points);
        PhiloxStream random = new(space.Sampler.Seed, Stream);
        List<int[]> points = [];
        for (int failures = 0; points.Count < space.Sampler.Points;)
        {
            int[] combination = Any(space, ref random);
            if (taken.Take(combination))
            {
                points.Add(combination);
                failures = 0;
            }
            else if (++failures > MaxDraws)
            {
                throw Combinations.NoneLeft(space);
            }
        }

        return points;
    }
}
