namespace PimSim.Bnn;

/// <summary>
/// Batch normalization with stored statistics: gamma * (x - mean) / sqrt(variance + epsilon) + beta, per channel
/// (the fastest axis), taken as real numbers with exact fp32 parameters.
/// </summary>
public sealed record BatchNormNode : NetworkNode
{
    /// <summary>Scale per channel.</summary>
    public required float[] Gamma { get; init; }

    /// <summary>Shift per channel.</summary>
    public required float[] Beta { get; init; }

    /// <summary>Mean per channel.</summary>
    public required float[] Mean { get; init; }

    /// <summary>Variance per channel, not negative.</summary>
    public required float[] Variance { get; init; }

    /// <summary>Added to the variance; variance + epsilon is above 0.</summary>
    public required float Epsilon { get; init; }
}
