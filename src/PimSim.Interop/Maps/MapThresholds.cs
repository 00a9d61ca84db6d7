namespace PimSim.Interop;

/// <summary>Integer thresholds of the layer before.</summary>
internal sealed record MapThresholds : MapItem
{
    /// <summary>Name of the tensor; empty where the folder has them.</summary>
    public required string Tensor { get; init; }

    /// <summary>When an output fires.</summary>
    public required ThresholdComparison Comparison { get; init; }

    /// <summary>What is compared.</summary>
    public required ThresholdDomain Domain { get; init; }

    /// <summary>The sum is multiplied by this before it is compared.</summary>
    public required int Factor { get; init; }

    /// <summary>Thresholds of an output: 1 makes a bit, more make a whole number.</summary>
    public required int Count { get; init; }

    /// <summary>Of several thresholds: the number where none fires.</summary>
    public required int Offset { get; init; }
}
