namespace PimSim.Bnn;

/// <summary>A 2-D convolution (cross-correlation, no kernel flip), real or binary by its weights.</summary>
public sealed record ConvolutionNode : NetworkNode
{
    /// <summary>Output channels.</summary>
    public required int OutChannels { get; init; }

    /// <summary>Kernel rows.</summary>
    public required int KernelHeight { get; init; }

    /// <summary>Kernel columns.</summary>
    public required int KernelWidth { get; init; }

    /// <summary>Step between outputs, both directions.</summary>
    public required int Stride { get; init; }

    /// <summary>Border on each side, both directions.</summary>
    public required int Padding { get; init; }

    /// <summary>What the border holds.</summary>
    public required PaddingValue PaddingValue { get; init; }

    /// <summary>Groups: output channels of a group see only its input channels.</summary>
    public required int Groups { get; init; }

    /// <summary>Weights: OutChannels x KernelHeight x KernelWidth x (input channels / Groups).</summary>
    public required WeightSet Weights { get; init; }
}
