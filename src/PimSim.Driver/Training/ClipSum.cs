namespace PimSim.Driver;

/// <summary>Sums over the weights of a channel that a binary block needs.</summary>
internal enum ClipSum
{
    /// <summary>Gradients of weights at or below the lower threshold.</summary>
    Lower,

    /// <summary>Gradients of weights at or above the upper threshold.</summary>
    Upper,

    /// <summary>Magnitudes.</summary>
    Magnitude,
}
