namespace PimSim.Driver;

/// <summary>Everything that is learned in a block, as it lies in the cells.</summary>
public sealed record BlockState
{
    /// <summary>Weight set: output channels x elements.</summary>
    public required TrainingParameter Weights { get; init; }

    /// <summary>Scale of the batch norm.</summary>
    public required TrainingParameter Gamma { get; init; }

    /// <summary>Shift of the batch norm.</summary>
    public required TrainingParameter Beta { get; init; }

    /// <summary>Running mean.</summary>
    public required float[] RunningMean { get; init; }

    /// <summary>Running variance.</summary>
    public required float[] RunningVariance { get; init; }

    /// <summary>What is learned of the clip thresholds, lower then upper; null where nothing is learned.</summary>
    public TrainingParameter? Clip { get; init; }

    /// <summary>Both clip thresholds and the mean magnitude that they are multiples of; null for real weights, and for quantiles, which a step takes itself.</summary>
    public StoredRange? Range { get; init; }
}
