namespace PimSim.Bnn;

/// <summary>
/// Stored weights of kind (a): the real weight set with both clip thresholds. The device makes the clipped set
/// clip(w, lower, upper), its signs and the scale mean|wc| from them.
/// </summary>
/// <param name="Values">fp32 values, finite.</param>
/// <param name="Lower">First clip threshold l.</param>
/// <param name="Upper">Second clip threshold u.</param>
public sealed record ClippedWeights(float[] Values, float Lower, float Upper) : WeightSet;
