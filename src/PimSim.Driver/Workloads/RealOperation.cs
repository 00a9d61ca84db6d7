namespace PimSim.Driver;

/// <summary>A real convolution or dense layer on the SIMD unit (or the host), then compare and pool, or real results.</summary>
public sealed record RealOperation : LayerOperation
{
    /// <summary>Output channels x patch elements.</summary>
    public required float[] Weights { get; init; }

    /// <summary>Added after the sum, per output channel, or null.</summary>
    public float[]? Bias { get; init; }

    /// <summary>True when the input tensor is bits.</summary>
    public required bool InputIsBits { get; init; }

    /// <summary>Value of the border.</summary>
    public float PadValue { get; init; }

    /// <summary>Per output channel, or null when the real numbers are the result.</summary>
    public RealLimit[]? Limits { get; init; }

    /// <summary>True: the pool takes the compared +-1 values; false: the real sums.</summary>
    public bool PoolAfterCompare { get; init; }

    /// <summary>True: the host computes the layer and is charged for it.</summary>
    public bool OnHost { get; init; }

    /// <inheritdoc/>
    public override bool OutputIsBits => Limits is not null;
}
