namespace PimSim.Driver;

/// <summary>How a device moves parameters along their gradients.</summary>
public enum TrainingOptimizer
{
    /// <summary>Adam: both moments, with corrections.</summary>
    Adam,

    /// <summary>Descent with momentum: the first moment holds the velocity, the second one nothing.</summary>
    Momentum,
}
