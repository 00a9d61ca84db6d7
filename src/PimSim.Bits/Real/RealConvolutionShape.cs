namespace PimSim.Bits;

/// <summary>Sizes of a real 2-D convolution without groups; images are height x width x channels, channels fastest.</summary>
public readonly record struct RealConvolutionShape
{
    /// <summary>Input rows.</summary>
    public required int Height { get; init; }

    /// <summary>Input columns.</summary>
    public required int Width { get; init; }

    /// <summary>Input channels.</summary>
    public required int InChannels { get; init; }

    /// <summary>Output channels.</summary>
    public required int OutChannels { get; init; }

    /// <summary>Kernel rows.</summary>
    public required int KernelHeight { get; init; }

    /// <summary>Kernel columns.</summary>
    public required int KernelWidth { get; init; }

    /// <summary>Step between outputs, both directions, at least 1.</summary>
    public required int Stride { get; init; }

    /// <summary>Border on each side, both directions.</summary>
    public required int Padding { get; init; }

    /// <summary>What the border holds: 0, or +1 or -1 before a binary layer.</summary>
    public float PaddingValue { get; init; }

    /// <summary>Output rows.</summary>
    public int OutHeight => ((Height + (2 * Padding) - KernelHeight) / Stride) + 1;

    /// <summary>Output columns.</summary>
    public int OutWidth => ((Width + (2 * Padding) - KernelWidth) / Stride) + 1;

    /// <summary>Input rows with both borders.</summary>
    public int PaddedHeight => Height + (2 * Padding);

    /// <summary>Input columns with both borders.</summary>
    public int PaddedWidth => Width + (2 * Padding);

    /// <summary>Values of a padded input image.</summary>
    public int PaddedLength => PaddedHeight * PaddedWidth * InChannels;

    /// <summary>Weights of an output channel.</summary>
    public int Depth => KernelHeight * KernelWidth * InChannels;

    /// <summary>Where the values of a patch lie in the padded image from its first on, by (ky, kx, input channel).</summary>
    internal int[] TapOffsets()
    {
        int rowLength = KernelWidth * InChannels;
        int[] offsets = new int[Depth];
        for (int k = 0; k < offsets.Length; k++)
        {
            offsets[k] = (k / rowLength * PaddedWidth * InChannels) + (k % rowLength);
        }

        return offsets;
    }
}
