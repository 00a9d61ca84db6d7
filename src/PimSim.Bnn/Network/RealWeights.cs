namespace PimSim.Bnn;

/// <summary>Weights used as they are: the layer is not binarized and runs on the SIMD unit.</summary>
/// <param name="Values">fp32 values, finite.</param>
public sealed record RealWeights(float[] Values) : WeightSet;
