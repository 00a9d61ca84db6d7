namespace PimSim.Models;

/// <summary>What stored or transferred bits are to a network; faults have rates for each.</summary>
public enum TensorKind : byte
{
    /// <summary>Signs, real weights, biases, scales and shifts.</summary>
    Weights,

    /// <summary>Integer thresholds, real limits with their directions, clip thresholds.</summary>
    Thresholds,

    /// <summary>What layers hand to each other, the network's input included.</summary>
    Activations,

    /// <summary>Programs of units with sequencers of their own.</summary>
    Instructions,
}
