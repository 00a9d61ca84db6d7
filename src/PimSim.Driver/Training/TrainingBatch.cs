namespace PimSim.Driver;

/// <summary>What the host brings to a step.</summary>
public sealed record TrainingBatch
{
    /// <summary>Images of the batch.</summary>
    public required int Images { get; init; }

    /// <summary>Encoded inputs: images x rows x columns x channels.</summary>
    public required float[] Inputs { get; init; }

    /// <summary>Adam's constants: 1 - beta1, 1 - beta2, both corrections, rate, epsilon.</summary>
    public required float[] Step { get; init; }

    /// <summary>From scores (images x outputs) to the gradient of the loss by them.</summary>
    public required Func<float[], float[]> Loss { get; init; }
}
