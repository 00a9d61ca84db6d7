namespace PimSim.Training;

/// <summary>Which layers are binarized.</summary>
public enum BinarizedLayers
{
    /// <summary>All but the first and the last, as is usual.</summary>
    NotFirstLast,

    /// <summary>All but the first.</summary>
    NotFirst,

    /// <summary>All but the last.</summary>
    NotLast,

    /// <summary>All.</summary>
    All,

    /// <summary>None: real weights behind sign activations.</summary>
    None,
}
