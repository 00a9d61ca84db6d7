namespace PimSim.Exploration;

/// <summary>Chooses the points of a space, round by round; a pure function of the space and of what finished rounds found.</summary>
internal interface ISampler
{
    /// <summary>Points in all, as far as is known before the first round; a space may turn out to have fewer.</summary>
    long Expected { get; }

    /// <summary>The combinations of the next round.</summary>
    /// <param name="finished">All points of all rounds before, by number; empty for the first round.</param>
    /// <returns>No combinations when there are no more rounds.</returns>
    IReadOnlyList<int[]> Next(IReadOnlyList<FinishedPoint> finished);
}
