namespace PimSim.Training;

/// <summary>Both clip thresholds of a layer.</summary>
/// <param name="Layer">The convolution's name.</param>
/// <param name="Lower">First clip threshold l.</param>
/// <param name="Upper">Second clip threshold u.</param>
public sealed record ClipThresholds(string Layer, float Lower, float Upper);
