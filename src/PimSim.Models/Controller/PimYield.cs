namespace PimSim.Models;

/// <summary>When a running PIM program lets waiting plain requests in (<c>pim.yield</c>).</summary>
public enum PimYield
{
    /// <summary>At the end of a layer.</summary>
    Layer,

    /// <summary>After <see cref="ControllerModel.PimYieldCycles"/> cycles in all-bank mode, between two commands.</summary>
    Cycles,

    /// <summary>Only when the program is over, or waits for the host in single-bank mode.</summary>
    Never,
}
