namespace PimSim.Training;

/// <summary>Where the thresholds of parameterized weight clipping start.</summary>
public sealed record ClippingOptions
{
    /// <summary>Both thresholds at the start, in units of the layer's mean|w|; at least 1.</summary>
    public float InitialRatio { get; init; } = 1.6f;

    /// <summary>The same for standardized weights, in units of their deviation; above 0.</summary>
    public float InitialDeviations { get; init; } = 1.28f;
}
