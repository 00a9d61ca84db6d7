namespace PimSim.Interop;

/// <summary>A tensor as a pickle describes it: a view of a storage. Nothing is checked yet.</summary>
/// <param name="Storage">The elements.</param>
/// <param name="Offset">First element.</param>
/// <param name="Sizes">Sizes of the axes.</param>
/// <param name="Strides">Steps of the axes, in elements.</param>
internal sealed record TorchTensor(TorchStorage Storage, long Offset, long[] Sizes, long[] Strides);
