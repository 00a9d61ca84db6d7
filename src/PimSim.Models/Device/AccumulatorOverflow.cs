namespace PimSim.Models;

/// <summary>Behaviour of a mismatch counter that runs over.</summary>
public enum AccumulatorOverflow
{
    /// <summary>A program that could run over is refused.</summary>
    Error,

    /// <summary>Modulo 2^bits.</summary>
    Wrap,

    /// <summary>Stays at 2^bits - 1.</summary>
    Saturate,
}
