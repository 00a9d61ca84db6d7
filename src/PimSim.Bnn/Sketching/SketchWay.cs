namespace PimSim.Bnn;

/// <summary>How the bases of a sketched layer meet their input.</summary>
public enum SketchWay
{
    /// <summary>Additions on SIMD lanes, each base on its own.</summary>
    Separate,

    /// <summary>Additions on SIMD lanes, along the tree.</summary>
    Associative,

    /// <summary>Binary layers on the XNOR units.</summary>
    Xnor,
}
