namespace PimSim.Interop;

/// <summary>Order of the axes of a weight tensor, the last fastest.</summary>
internal enum WeightLayout
{
    /// <summary>Dense: outputs, inputs (PyTorch).</summary>
    OutIn,

    /// <summary>Dense: inputs, outputs (Keras).</summary>
    InOut,

    /// <summary>Convolution: outputs, inputs, rows, columns (PyTorch).</summary>
    Oihw,

    /// <summary>Convolution: rows, columns, inputs, outputs (Keras).</summary>
    Hwio,

    /// <summary>Convolution: outputs, rows, columns, inputs (Larq compute engine).</summary>
    Ohwi,
}
