namespace PimSim.Exploration;

/// <summary>A planned point with what was found.</summary>
/// <param name="Point">The point.</param>
/// <param name="Result">Its result, failed ones included.</param>
public sealed record FinishedPoint(PlannedPoint Point, PointResult Result);
