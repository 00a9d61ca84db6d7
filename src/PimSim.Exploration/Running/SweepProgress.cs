namespace PimSim.Exploration;

/// <summary>How far a sweep has come. What it says is done is on the disk.</summary>
/// <param name="Done">Finished points, failed ones included.</param>
/// <param name="Total">Points of the plan.</param>
/// <param name="Failed">Points that failed.</param>
/// <param name="PerSecond">Points a second in this process; 0 before the first.</param>
public sealed record SweepProgress(long Done, long Total, long Failed, double PerSecond)
{
    /// <summary>What is left at this rate, or null before the first point.</summary>
    public TimeSpan? Left => PerSecond > 0 ? TimeSpan.FromSeconds((Total - Done) / PerSecond) : null;
}
