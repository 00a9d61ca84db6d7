namespace PimSim.Driver;

/// <summary>How the clip range of a binary block is learned on the device.</summary>
public enum TrainingClip
{
    /// <summary>The block's weights are real.</summary>
    None,

    /// <summary>Ratios to mean|w|, at least 1; weights are written back into the range.</summary>
    Relative,

    /// <summary>The thresholds themselves, at least 0.001 away from 0.</summary>
    Absolute,
}
