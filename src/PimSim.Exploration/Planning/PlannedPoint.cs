namespace PimSim.Exploration;

/// <summary>A point of a sweep before it is evaluated.</summary>
/// <param name="Number">From 0 in the order of the plan.</param>
/// <param name="Round">Round that chose it; 0 unless the sampler is adaptive.</param>
/// <param name="Combination">Position on every axis.</param>
public sealed record PlannedPoint(long Number, int Round, int[] Combination);
