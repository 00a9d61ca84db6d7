namespace PimSim.Bnn;

/// <summary>What a value between the steps of a <see cref="NetworkPlan"/> is.</summary>
public enum ValueKind
{
    /// <summary>fp32 numbers.</summary>
    Numbers,

    /// <summary>+1 and -1 as bits.</summary>
    Bits,

    /// <summary>Whole numbers in bit planes.</summary>
    Levels,

    /// <summary>Dot products of a binary layer, before its scale.</summary>
    Counts,
}
