namespace PimSim.Interop;

/// <summary>What a network is imported from.</summary>
public enum ImportFormat
{
    /// <summary>Told by the content.</summary>
    Auto,

    /// <summary>An ONNX graph, of QONNX or FINN.</summary>
    Onnx,

    /// <summary>A folder of BNN-PYNQ.</summary>
    Pynq,

    /// <summary>Named tensors (safetensors, NPZ) and a layer map.</summary>
    Tensors,

    /// <summary>A PyTorch state_dict and a layer map.</summary>
    Pytorch,

    /// <summary>A TensorFlow Lite file of Larq compute engine.</summary>
    Larq,
}
