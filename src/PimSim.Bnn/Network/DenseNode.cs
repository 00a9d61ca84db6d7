namespace PimSim.Bnn;

/// <summary>A fully connected layer; an image input is taken in the order height, width, channel.</summary>
public sealed record DenseNode : NetworkNode
{
    /// <summary>Outputs.</summary>
    public required int Outputs { get; init; }

    /// <summary>Weights: Outputs x inputs.</summary>
    public required WeightSet Weights { get; init; }

    /// <summary>Added to each output after the sum, or null. Real layers only.</summary>
    public float[]? Bias { get; init; }
}
