using PimSim.Data;

namespace PimSim.Interop;

/// <summary>A reference to the elements of tensors, which lie in a part of the zip file.</summary>
/// <param name="Type">Type of an element.</param>
/// <param name="Key">Name of the part below <c>data/</c>.</param>
/// <param name="Count">Claimed number of elements.</param>
internal sealed record TorchStorage(TensorElementType Type, string Key, long Count);
