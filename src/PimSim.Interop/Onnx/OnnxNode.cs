using PimSim.Core;
using PimSim.Data;

namespace PimSim.Interop;

/// <summary>A node of a graph.</summary>
/// <param name="Name">Its name, or one made of its first output.</param>
/// <param name="Operator">Name of the operator.</param>
/// <param name="Domain">Domain of the operator: empty for ONNX's own, <c>tflite</c> and <c>tflite.custom</c> for those of TensorFlow Lite.</param>
/// <param name="Inputs">Values it takes; empty for an optional one that is absent.</param>
/// <param name="Outputs">Values it gives; empty for an optional one that is not wanted.</param>
/// <param name="Attributes">By name: long, float, string, <see cref="NamedTensor"/>, or an array of one of the first three.</param>
/// <param name="File">The file, for messages.</param>
internal sealed record OnnxNode(
    string Name,
    string Operator,
    string Domain,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Outputs,
    IReadOnlyDictionary<string, object> Attributes,
    string File)
{
    /// <summary>An attribute of a type, or <paramref name="fallback"/> where it is absent.</summary>
    /// <exception cref="UserErrorException">PIM1048: it is of another type.</exception>
    public T Attribute<T>(string name, T fallback) => !Attributes.TryGetValue(name, out object? value)
        ? fallback
        : value is T typed
            ? typed
            : throw new UserErrorException("PIM1048", $"attribute '{name}' of node '{Name}' ({Operator}) is a {value.GetType().Name}; {typeof(T).Name} is needed", File, "export the network again");
}
