namespace PimSim.Interop;

/// <summary>A convolution (cross-correlation, no kernel flip).</summary>
internal sealed record MapConvolution : MapItem
{
    /// <summary>Its weights.</summary>
    public required MapWeights Weights { get; init; }

    /// <summary>Name of a tensor that is added to the sums; empty for none.</summary>
    public required string Bias { get; init; }

    /// <summary>Kernel rows; 0 where the tensor says it.</summary>
    public required int KernelHeight { get; init; }

    /// <summary>Kernel columns; 0 where the tensor says it.</summary>
    public required int KernelWidth { get; init; }

    /// <summary>Step, both directions.</summary>
    public required int Stride { get; init; }

    /// <summary>Border on each side.</summary>
    public required int Padding { get; init; }

    /// <summary>What the border holds.</summary>
    public required BorderValue Border { get; init; }

    /// <summary>Groups of channels.</summary>
    public required int Groups { get; init; }
}
