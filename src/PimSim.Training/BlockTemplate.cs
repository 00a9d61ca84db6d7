using PimSim.Bnn;

namespace PimSim.Training;

/// <summary>Convolution, max-pooling, batch norm and sign: one block of a network to be trained.</summary>
public sealed record BlockTemplate
{
    /// <summary>Output channels.</summary>
    public required int OutChannels { get; init; }

    /// <summary>Whether the weights are binarized by parameterized clipping; the first block's are real.</summary>
    public required bool Binary { get; init; }

    /// <summary>Kernel rows and columns.</summary>
    public int KernelSize { get; init; } = 3;

    /// <summary>Step of the convolution.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Border on each side.</summary>
    public int Padding { get; init; } = 1;

    /// <summary>What the border holds.</summary>
    public PaddingValue PaddingValue { get; init; } = PaddingValue.Zero;

    /// <summary>Rows and columns of a pooling window and its step; 1 for no pooling.</summary>
    public int PoolSize { get; init; } = 2;
}
