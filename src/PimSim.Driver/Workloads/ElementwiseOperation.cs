namespace PimSim.Driver;

/// <summary>
/// Elements of one or two tensors, or windows of one, on the lanes of the SIMD unit. A term is x, or scale * x rounded, then plus shift
/// rounded; two terms are added, the first one first; windows go over one term without scale. Numbers, signs or both are the result.
/// </summary>
/// <remarks>
/// The shape is that of a convolution with one group a channel: its kernel is the window, 1 x 1 without one.
/// </remarks>
public sealed record ElementwiseOperation : LayerOperation
{
    /// <summary>One or two.</summary>
    public required IReadOnlyList<ElementwiseTerm> Terms { get; init; }

    /// <summary>What windows become.</summary>
    public WindowReduction Reduction { get; init; }

    /// <summary>The tensor of signs, or null; the same as <see cref="LayerOperation.Output"/> where numbers are not wanted.</summary>
    public TensorHandle? Signs { get; init; }

    /// <summary>How signs are decided, or null: -1 where the number is below 0.</summary>
    public ILimitSource? Limits { get; init; }

    /// <summary>True: signs are decided on the one term's tensor as it is; false: on the result.</summary>
    public bool SignsOnInput { get; init; }

    /// <summary>Whether numbers are a result.</summary>
    public bool GivesNumbers => Signs != Output;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorHandle> Inputs => [.. Terms.Select(t => t.Tensor)];

    /// <inheritdoc/>
    public override IReadOnlyList<TensorHandle> Outputs => Signs is { } signs && GivesNumbers ? [Output, signs] : [Output];

    /// <inheritdoc/>
    public override bool OutputIsBits => !GivesNumbers;

    /// <inheritdoc/>
    public override long MacsPerImage => Shape.MacsPerImage * Terms.Count;
}
