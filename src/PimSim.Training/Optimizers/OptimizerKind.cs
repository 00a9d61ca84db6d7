namespace PimSim.Training;

/// <summary>How parameters follow their gradients.</summary>
public enum OptimizerKind
{
    /// <summary>Adam (Kingma, Ba 2015) with decays 0.9 and 0.999 and epsilon 1e-8.</summary>
    Adam,

    /// <summary>Gradient descent with momentum: v = momentum * v + g, w = w - rate * v.</summary>
    Sgd,
}
