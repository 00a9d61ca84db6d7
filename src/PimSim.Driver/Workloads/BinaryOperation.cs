namespace PimSim.Driver;

/// <summary>A binary convolution or dense layer, then thresholds and pooling of bits, or raw counts.</summary>
public sealed record BinaryOperation : LayerOperation
{
    /// <summary>Stored weights.</summary>
    public required BinaryWeights Weights { get; init; }

    /// <summary>
    /// How the input's whole numbers are held, or null when the input is bits. The layer then goes over its input plane by plane;
    /// thresholds are on weighted mismatches.
    /// </summary>
    public BitPlanes? Planes { get; init; }

    /// <summary>With <see cref="Planes"/>: the number in the border.</summary>
    public int PadLevel { get; init; }

    /// <summary>Without: true: the border is bit 1 (-1); false: bit 0 (+1, or true 0 by the thresholds' border classes).</summary>
    public bool PadBit { get; init; }

    /// <summary>Thresholds, or null when mismatch counts are the result.</summary>
    public required IThresholdSource? Thresholds { get; init; }

    /// <summary>+1 wins a pool window whatever the threshold's direction (the pool stands after the norm).</summary>
    public bool PoolIgnoresDirection { get; init; }

    /// <summary>Planes of the input: 1 for bits.</summary>
    internal int PlaneCount => Planes?.Count ?? 1;

    /// <summary>The largest mismatch that one position counts.</summary>
    internal int PlaneTotal => Planes?.Total ?? 1;

    /// <summary>The bit in the border of a plane.</summary>
    internal bool PadBitOf(int plane) => Planes?.DeviceBit(PadLevel, plane) ?? PadBit;

    /// <inheritdoc/>
    public override bool OutputIsBits => Thresholds is not null;
}
