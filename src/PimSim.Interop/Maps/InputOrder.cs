namespace PimSim.Interop;

/// <summary>In which order a dense layer takes an image.</summary>
internal enum InputOrder
{
    /// <summary>The map does not say; enough where only one order is possible.</summary>
    Unsaid,

    /// <summary>Rows, columns, channels (Keras, BNN-PYNQ).</summary>
    Hwc,

    /// <summary>Channels, rows, columns (PyTorch).</summary>
    Chw,
}
