namespace PimSim.Training;

/// <summary>How the thresholds of parameterized weight clipping are parameterized.</summary>
public enum ClippingMode
{
    /// <summary>
    /// u = gu * mean|w| and l = -gl * mean|w| with learned gu, gl of at least 1; weights are written back into the range
    /// after each update, so that the range follows the magnitude of the weight set. The robust default.
    /// </summary>
    Relative,

    /// <summary>u and l are learned themselves, with u at least 1e-3 and l at most -1e-3.</summary>
    Absolute,
}
