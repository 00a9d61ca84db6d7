namespace PimSim.Driver;

/// <summary>Convolution, max-pooling, batch norm and sign, to be trained on a device.</summary>
public sealed record TrainingBlock
{
    /// <summary>Name for reports.</summary>
    public required string Name { get; init; }

    /// <summary>Sizes; pool windows do not overlap.</summary>
    public required LayerShape Shape { get; init; }

    /// <summary>What the border holds.</summary>
    public required float PadValue { get; init; }

    /// <summary>How the weights are binarized; none for the first block.</summary>
    public required TrainingClip Clip { get; init; }

    /// <summary>True when inputs and weights are signs.</summary>
    public bool IsBinary => Clip != TrainingClip.None;

    /// <summary>True when clip thresholds, or their ratios to the mean magnitude, are learned.</summary>
    public bool Learns => Clip is TrainingClip.Relative or TrainingClip.Absolute or TrainingClip.Standardized;

    /// <summary>True when the weights are standardized first.</summary>
    public bool Standardizes => Clip is TrainingClip.Standardized or TrainingClip.Quantiles;

    /// <summary>True when each channel has a scale of its own.</summary>
    public bool ScalesChannels => Clip is TrainingClip.Quantiles or TrainingClip.ScaledSign;
}
