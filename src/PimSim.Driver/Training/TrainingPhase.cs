namespace PimSim.Driver;

/// <summary>Parts of a training step.</summary>
public enum TrainingPhase
{
    /// <summary>From images to scores.</summary>
    Forward,

    /// <summary>From the loss to gradients.</summary>
    Backward,

    /// <summary>Parameters, thresholds, signs and scales.</summary>
    Update,
}
