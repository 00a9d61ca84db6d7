using PimSim.Data;

namespace PimSim.Interop;

/// <summary>An input or output of a graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ElementType">Type of an element, or null where the file does not say.</param>
/// <param name="Shape">Sizes of the axes, null for one that is not fixed; null where the file does not say.</param>
internal sealed record OnnxValue(string Name, TensorElementType? ElementType, IReadOnlyList<long?>? Shape);
