namespace PimSim.Exploration;

/// <summary>What a finished sweep came to.</summary>
/// <param name="Points">Points.</param>
/// <param name="Failed">Points that failed.</param>
/// <param name="Evaluated">Points that this process evaluated; the others were there.</param>
/// <param name="TimedRuns">Runs that it timed; points whose cycles are the same share one.</param>
public sealed record SweepSummary(long Points, long Failed, long Evaluated, int TimedRuns);
