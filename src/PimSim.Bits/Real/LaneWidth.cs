namespace PimSim.Bits;

/// <summary>Which implementation of the fp32 kernels runs. Results have the same bits with all of them.</summary>
internal enum LaneWidth
{
    /// <summary>One lane.</summary>
    One,

    /// <summary>Eight lanes.</summary>
    Eight,

    /// <summary>Sixteen lanes.</summary>
    Sixteen,
}
