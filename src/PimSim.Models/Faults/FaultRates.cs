namespace PimSim.Models;

/// <summary>Probabilities for the bits of one kind of tensor.</summary>
public sealed record FaultRates
{
    /// <summary>False: this kind lies in ideal cells, whatever else the model says; <see cref="BitErrorRate"/> still counts.</summary>
    public bool Exposed { get; init; } = true;

    /// <summary>Probability that a cell always reads 0.</summary>
    public double StuckAtZero { get; init; }

    /// <summary>Probability that a cell always reads 1.</summary>
    public double StuckAtOne { get; init; }

    /// <summary>Probability that a bit of the latched copy is inverted, for each column access by units; the cell keeps its value.</summary>
    public double FlipsPerRead { get; init; }

    /// <summary>Probability that a bit is stored inverted, for each write of its column access.</summary>
    public double FlipsPerWrite { get; init; }

    /// <summary>Probability that a bit is wrong for good, after correction and repair (<c>faults.ber</c>).</summary>
    public double BitErrorRate { get; init; }
}
