namespace PimSim.Driver;

/// <summary>How weights of a binary block become signs and a scale on the device, and gradients come back to them.</summary>
public enum TrainingClip
{
    /// <summary>The block's weights are real.</summary>
    None,

    /// <summary>Ratios to mean|w|, at least 1; weights are written back into the range.</summary>
    Relative,

    /// <summary>The thresholds themselves, at least 0.001 away from 0.</summary>
    Absolute,

    /// <summary>The same on weights that are centred and divided by their deviation, channel by channel.</summary>
    Standardized,

    /// <summary>Standardized to a deviation of 2 sqrt 2 and clamped to quantiles, which a schedule moves; a scale for each channel.</summary>
    Quantiles,

    /// <summary>Thresholds -1 and 1, weights are written back into the range; no scale.</summary>
    Sign,

    /// <summary>The same with a scale for each channel.</summary>
    ScaledSign,
}
