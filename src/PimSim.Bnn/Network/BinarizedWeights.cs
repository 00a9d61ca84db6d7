namespace PimSim.Bnn;

/// <summary>Stored weights of kind (b): signs and one scale.</summary>
/// <param name="Bits">
/// Packed signs, 0 = +1 and 1 = -1; element i is bit i % 64 of word i / 64, over the whole set in weight order.
/// </param>
/// <param name="Count">Number of elements.</param>
/// <param name="Scale">alpha, positive or zero, finite.</param>
public sealed record BinarizedWeights(ulong[] Bits, int Count, float Scale) : WeightSet;
