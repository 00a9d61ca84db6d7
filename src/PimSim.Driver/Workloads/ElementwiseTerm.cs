namespace PimSim.Driver;

/// <summary>One of the tensors that an <see cref="ElementwiseOperation"/> adds.</summary>
/// <param name="Tensor">The tensor: numbers, counts as dot products, or bits as +1 and -1.</param>
/// <param name="Affine">Scale and shift of each channel, or null for the numbers as they are.</param>
public sealed record ElementwiseTerm(TensorHandle Tensor, IAffineSource? Affine);
