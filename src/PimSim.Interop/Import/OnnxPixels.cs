namespace PimSim.Interop;

/// <summary>What numbers a graph expects for the pixels 0 to 255.</summary>
internal enum OnnxPixels
{
    /// <summary>As <see cref="Bytes"/> where the input is of 8-bit integers or the graph itself divides by 255, else as <see cref="Unit"/>.</summary>
    Automatic,

    /// <summary>0 to 1, as most trainers give them.</summary>
    Unit,

    /// <summary>0 to 255.</summary>
    Bytes,

    /// <summary>-1 to 1, as Larq's examples give them.</summary>
    Signed,
}
