namespace PimSim.Interop;

/// <summary>Where the parameters that a layer map describes come from.</summary>
internal enum MapSource
{
    /// <summary>Named tensors: safetensors, NPZ, PyTorch.</summary>
    Tensors,

    /// <summary>A folder of BNN-PYNQ.</summary>
    BnnPynq,
}
