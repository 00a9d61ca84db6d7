namespace PimSim.Training;

/// <summary>Settings of parameterized weight clipping.</summary>
public sealed record ClippingOptions
{
    /// <summary>What is learned of the thresholds.</summary>
    public ClippingMode Mode { get; init; } = ClippingMode.Relative;

    /// <summary>Both thresholds at the start, in units of the layer's mean|w|; at least 1.</summary>
    public float InitialRatio { get; init; } = 1.6f;
}
