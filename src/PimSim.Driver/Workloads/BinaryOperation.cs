namespace PimSim.Driver;

/// <summary>A binary convolution or dense layer, then thresholds and pooling of bits, or raw counts.</summary>
public sealed record BinaryOperation : LayerOperation
{
    /// <summary>Stored weights.</summary>
    public required BinaryWeights Weights { get; init; }

    /// <summary>True: the border is bit 1 (-1); false: bit 0 (+1, or true 0 by the thresholds' border classes).</summary>
    public bool PadBit { get; init; }

    /// <summary>Thresholds, or null when mismatch counts are the result.</summary>
    public required IThresholdSource? Thresholds { get; init; }

    /// <summary>+1 wins a pool window whatever the threshold's direction (the pool stands after the norm).</summary>
    public bool PoolIgnoresDirection { get; init; }

    /// <inheritdoc/>
    public override bool OutputIsBits => Thresholds is not null;
}
