using PimSim.Bnn;

namespace PimSim.Training;

/// <summary>Convolution, max-pooling, batch norm; signs of it go on.</summary>
internal sealed record ConvolutionDescription : LayerDescription
{
    /// <summary>Output channels.</summary>
    public required int Channels { get; init; }

    /// <summary>Kernel rows and columns.</summary>
    public int Kernel { get; init; } = 3;

    /// <summary>Step.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Border on each side.</summary>
    public int Pad { get; init; } = 1;

    /// <summary>What the border holds.</summary>
    public PaddingValue PadValue { get; init; } = PaddingValue.Zero;

    /// <summary>Rows and columns of a pooling window and its step; 1 for no pooling.</summary>
    public int Pool { get; init; } = 1;
}
