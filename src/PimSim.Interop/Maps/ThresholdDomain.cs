namespace PimSim.Interop;

/// <summary>What a threshold is compared with.</summary>
internal enum ThresholdDomain
{
    /// <summary>Matches of input and weight bits.</summary>
    Popcount,

    /// <summary>The sum of products.</summary>
    Dot,
}
