namespace PimSim.Interop;

/// <summary>A network as another program wrote it: ONNX or TensorFlow Lite.</summary>
/// <param name="File">The file, for messages.</param>
/// <param name="Producer">The program that wrote it, with its version; may be empty.</param>
/// <param name="Opsets">Version of the operators of each domain; the empty domain is ONNX's own.</param>
/// <param name="Graph">The graph.</param>
internal sealed record OnnxModel(string File, string Producer, IReadOnlyDictionary<string, long> Opsets, OnnxGraph Graph);
