namespace PimSim.Driver;

/// <summary>A clip range.</summary>
/// <param name="Lower">First threshold.</param>
/// <param name="Upper">Second threshold.</param>
/// <param name="Mean">Mean magnitude of the weights, where the thresholds are multiples of it; else 0.</param>
public sealed record StoredRange(float Lower, float Upper, float Mean);
