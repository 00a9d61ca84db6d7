namespace PimSim.Driver;

/// <summary>Kind (a): the real weight set with both clip thresholds; the device makes signs and scale.</summary>
/// <param name="Values">Output channels x patch elements.</param>
/// <param name="Lower">First clip threshold.</param>
/// <param name="Upper">Second clip threshold.</param>
public sealed record StoredClip(float[] Values, float Lower, float Upper) : BinaryWeights;
