using System.Numerics;
using PimSim.Bits;

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

    /// <summary>Dot products without a mismatch where <see cref="Thresholds"/> is null and the border holds a true 0; else null.</summary>
    public CountTops? Counts { get; init; }

    /// <summary>How the whole numbers are held that several thresholds a channel give, or null when the output is bits or counts.</summary>
    public BitPlanes? OutputPlanes { get; init; }

    /// <summary>+1 wins a pool window whatever the threshold's direction (the pool stands after the norm).</summary>
    public bool PoolIgnoresDirection { get; init; }

    /// <summary>What a mismatch takes off the dot product.</summary>
    public int MismatchWeight => Planes is null ? 2 : 1;

    /// <summary>Thresholds of each channel.</summary>
    internal int ThresholdsPerChannel => Thresholds?.PerChannel ?? 1;

    /// <summary>Planes of the input: 1 for bits.</summary>
    internal int PlaneCount => Planes?.Count ?? 1;

    /// <summary>The largest mismatch that one position counts.</summary>
    internal int PlaneTotal => Planes?.Total ?? 1;

    /// <summary>The bit in the border of a plane.</summary>
    internal bool PadBitOf(int plane) => Planes?.DeviceBit(PadLevel, plane) ?? PadBit;

    /// <summary>The dot product of each channel without a mismatch, for layers that give counts: by the stored signs, as the host knows them; by border class where <see cref="Counts"/> has them.</summary>
    /// <exception cref="InvalidCastException">The input is in planes and the weights are not <see cref="StoredSigns"/>.</exception>
    public int[] Tops()
    {
        if (Counts is not null)
        {
            return Counts.Tops;
        }

        if (Planes is null)
        {
            return [.. Enumerable.Repeat(Shape.PatchElements, Shape.OutChannels)];
        }

        PackedMatrix signs = ((StoredSigns)Weights).Signs;
        return [.. Enumerable.Range(0, Shape.OutChannels).Select(c => Planes.Top(Shape.PatchElements, signs.Row(c).ToArray().Sum(BitOperations.PopCount)))];
    }

    /// <inheritdoc/>
    public override bool OutputIsBits => Thresholds is not null && OutputPlanes is null;
}
