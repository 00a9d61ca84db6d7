namespace PimSim.Bnn;

/// <summary>
/// The sum of two tensors of one shape, element by element, in fp32: the first input plus the second. Dot products of a binary layer
/// count as scale times dot product.
/// </summary>
public sealed record AddNode : NetworkNode;
