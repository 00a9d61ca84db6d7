namespace PimSim.Interop;

/// <summary>What a network is exported to.</summary>
public enum ExportFormat
{
    /// <summary>An ONNX graph of standard operators (opset 13).</summary>
    Onnx,

    /// <summary>Named tensors; the layer map that reads them back is a file of its own.</summary>
    Safetensors,

    /// <summary>This program's own format.</summary>
    Pimnet,
}
