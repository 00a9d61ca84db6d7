namespace PimSim.Interop;

/// <summary>Where the parameters that a layer map describes come from.</summary>
internal enum MapSource
{
    /// <summary>Named tensors: safetensors, NPZ, PyTorch.</summary>
    Tensors,

    /// <summary>A folder of BNN-PYNQ.</summary>
    BnnPynq,

    /// <summary>A TensorFlow Lite file, which names its layers itself: the map says only how it wants its images.</summary>
    Larq,
}
