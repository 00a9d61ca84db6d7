namespace PimSim.Driver;

/// <summary>One operation of a <see cref="Workload"/>.</summary>
public abstract record LayerOperation
{
    /// <summary>Name for reports.</summary>
    public required string Name { get; init; }

    /// <summary>Sizes.</summary>
    public required LayerShape Shape { get; init; }

    /// <summary>The tensor it takes, or the first of them.</summary>
    public required TensorHandle Input { get; init; }

    /// <summary>The tensor it makes; numbers where it makes numbers and their signs.</summary>
    public required TensorHandle Output { get; init; }

    /// <summary>All tensors that it takes.</summary>
    public virtual IReadOnlyList<TensorHandle> Inputs => [Input];

    /// <summary>All tensors that it makes.</summary>
    public virtual IReadOnlyList<TensorHandle> Outputs => [Output];

    /// <summary>Multiply-accumulates that one image needs.</summary>
    public virtual long MacsPerImage => Shape.MacsPerImage;

    /// <summary>True when the result is bits; else it is real numbers or counts.</summary>
    public abstract bool OutputIsBits { get; }
}
