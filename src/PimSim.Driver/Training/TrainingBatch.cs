namespace PimSim.Driver;

/// <summary>What the host brings to a step.</summary>
public sealed record TrainingBatch
{
    /// <summary>Images of the batch.</summary>
    public required int Images { get; init; }

    /// <summary>Encoded inputs: images x rows x columns x channels.</summary>
    public required float[] Inputs { get; init; }

    /// <summary>
    /// Constants of the optimizer. Adam: 1 - beta1, 1 - beta2, both corrections, rate, epsilon. Momentum: momentum, -rate. Where the workload
    /// decays, the decay follows.
    /// </summary>
    public required float[] Step { get; init; }

    /// <summary>ln(2 - 2 tau): what quantiles of standardized weights are times minus the mean magnitude.</summary>
    public double QuantileLog { get; init; }

    /// <summary>From scores (images x outputs) to the gradient of the loss by them.</summary>
    public required Func<float[], float[]> Loss { get; init; }
}
