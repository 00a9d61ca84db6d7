using PimSim.Core;

namespace PimSim.Exploration;

/// <summary>Every combination that the constraints admit, the last axis changing fastest.</summary>
internal sealed class GridSampler(ExplorationSpace space, int maxPoints) : ISampler
{
    /// <summary>Combinations that are looked at when constraints leave some out.</summary>
    public const int MaxScanned = 1_000_000;

    private List<int[]>? all;

    public long Expected => All().Count;

    public IReadOnlyList<int[]> Next(IReadOnlyList<FinishedPoint> finished) => finished.Count == 0 ? All() : [];

    /// <exception cref="UserErrorException">PIM1244: more than allowed; PIM1251: none.</exception>
    private List<int[]> All()
    {
        if (all is not null)
        {
            return all;
        }

        List<int[]> admitted = [];
        int[] at = new int[space.Axes.Count];
        do
        {
            if (space.Admits(at))
            {
                admitted.Add([.. at]);
            }

            if (admitted.Count > maxPoints)
            {
                throw new UserErrorException("PIM1244", $"the space has more than {maxPoints} points even after its constraints", null, "take coarser axes, or a sampler with 'points'; --max-points raises the limit");
            }
        }
        while (Advance(at));
        return all = admitted.Count > 0 ? admitted : throw Combinations.NoneLeft(space);
    }

    private bool Advance(int[] at)
    {
        for (int i = at.Length - 1; i >= 0; i--)
        {
            if (++at[i] < space.Axes[i].Count)
            {
                return true;
            }

            at[i] = 0;
        }

        return false;
    }
}
