namespace PimSim.Interop;

/// <summary>How the class follows from the outputs of the last layer.</summary>
internal enum ClassDecision
{
    /// <summary>The first of the largest sums.</summary>
    LargestSum,

    /// <summary>The highest output that fires (BNN-PYNQ's LFC); 0 when none does.</summary>
    HighestFiring,
}
