namespace PimSim.Bnn;

/// <summary>How the scales of a sketch are found (Guo 2017, "Network sketching: exploiting binary structure in deep CNNs").</summary>
public enum SketchMethod
{
    /// <summary>Each scale when its base is made: the projection of what is left, a = &lt;B, R&gt; / t.</summary>
    Direct,

    /// <summary>After each base all scales anew, by least squares on the weights.</summary>
    Refined,
}
