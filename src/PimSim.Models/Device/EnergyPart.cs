namespace PimSim.Models;

/// <summary>Parts that energy is reported by.</summary>
public enum EnergyPart
{
    /// <summary>Opening and closing rows.</summary>
    Activate,

    /// <summary>Reading or writing a column in the array.</summary>
    Array,

    /// <summary>Moving a column between the bank and the edge of the die.</summary>
    OnDiePath,

    /// <summary>The interface.</summary>
    Io,

    /// <summary>Refresh.</summary>
    Refresh,

    /// <summary>Standby, by state.</summary>
    Background,

    /// <summary>XNOR, popcount, thresholds and pooling.</summary>
    Xnor,

    /// <summary>The SIMD unit.</summary>
    Simd,

    /// <summary>Layers that the host computes.</summary>
    Host,
}
