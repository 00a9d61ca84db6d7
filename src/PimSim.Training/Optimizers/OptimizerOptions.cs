namespace PimSim.Training;

/// <summary>Settings of the optimizer.</summary>
public sealed record OptimizerOptions
{
    /// <summary>Which.</summary>
    public OptimizerKind Kind { get; init; } = OptimizerKind.Adam;

    /// <summary>Momentum of <see cref="OptimizerKind.Sgd"/>, at least 0 and below 1; Adam has its own.</summary>
    public float Momentum { get; init; } = 0.9f;

    /// <summary>
    /// Weight decay: decay * w is added to the gradient of every parameter but the clip thresholds; at least 0.
    /// </summary>
    public float Decay { get; init; }
}
