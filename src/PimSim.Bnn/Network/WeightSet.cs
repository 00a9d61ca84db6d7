namespace PimSim.Bnn;

/// <summary>
/// Weights of a convolution or dense node. Order: output channel, then ky, kx, input channel (of the group), the last
/// one fastest; a dense node has output, input.
/// </summary>
public abstract record WeightSet;
