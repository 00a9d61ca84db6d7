namespace PimSim.Models;

/// <summary>To which part of the run the cycles after a command are counted (<c>time.byPhase</c>).</summary>
public enum CommandPhase
{
    /// <summary>Bringing operands to the units: register and threshold loads, activates and precharges.</summary>
    Load,

    /// <summary>XNOR/popcount and SIMD work.</summary>
    Compute,

    /// <summary>Thresholds, pooling and packing of bits.</summary>
    Threshold,

    /// <summary>Results over the bus or back to rows; plain reads and writes.</summary>
    Move,

    /// <summary>Refresh and what it closes and reopens.</summary>
    Refresh,

    /// <summary>Mode changes.</summary>
    Mode,

    /// <summary>Waiting for the host.</summary>
    Host,

    /// <summary>Plain requests that the program let in.</summary>
    Requests,
}
