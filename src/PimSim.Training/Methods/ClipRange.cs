namespace PimSim.Training;

/// <summary>Both clip thresholds.</summary>
/// <param name="Lower">First clip threshold l.</param>
/// <param name="Upper">Second clip threshold u.</param>
internal readonly record struct ClipRange(float Lower, float Upper);
