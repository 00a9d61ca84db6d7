using PimSim.Data;

namespace PimSim.Interop;

/// <summary>A graph without cycles in which every value has one origin.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Nodes">The nodes, each after those whose outputs it takes.</param>
/// <param name="Initializers">Stored tensors, by name.</param>
/// <param name="Inputs">What is given from outside; stored tensors are not among them.</param>
/// <param name="Outputs">What is wanted.</param>
internal sealed record OnnxGraph(
    string Name,
    IReadOnlyList<OnnxNode> Nodes,
    IReadOnlyDictionary<string, NamedTensor> Initializers,
    IReadOnlyList<OnnxValue> Inputs,
    IReadOnlyList<OnnxValue> Outputs)
{
    /// <summary>What the file says of its values, by name; empty where it says nothing.</summary>
    public IReadOnlyDictionary<string, OnnxValue> Values { get; init; } = new Dictionary<string, OnnxValue>(StringComparer.Ordinal);
}
