namespace PimSim.Exploration;

/// <summary>How points are chosen from a space.</summary>
public enum SamplerKind
{
    /// <summary>Every combination.</summary>
    Grid,

    /// <summary>Combinations drawn without repetition, each equally likely.</summary>
    Random,

    /// <summary>Combinations that use every part of every axis equally often.</summary>
    LatinHypercube,

    /// <summary>Rounds: the first as a Latin hypercube, later ones beside the best points so far.</summary>
    Adaptive,
}
