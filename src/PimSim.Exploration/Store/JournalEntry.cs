namespace PimSim.Exploration;

/// <summary>A finished point in the journal.</summary>
/// <param name="Point">Its number.</param>
/// <param name="HostSeconds">What it took on the host.</param>
/// <param name="Result">What was found.</param>
public sealed record JournalEntry(long Point, double HostSeconds, PointResult Result);
