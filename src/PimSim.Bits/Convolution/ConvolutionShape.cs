namespace PimSim.Bits;

/// <summary>The sizes of a 2-D convolution (cross-correlation, no kernel flip).</summary>
/// <param name="Height">Input rows.</param>
/// <param name="Width">Input columns.</param>
/// <param name="Channels">Input channels.</param>
/// <param name="OutChannels">Output channels.</param>
/// <param name="KernelHeight">Kernel rows.</param>
/// <param name="KernelWidth">Kernel columns.</param>
/// <param name="Stride">Step between outputs, both directions.</param>
/// <param name="Padding">Border on each side, both directions.</param>
/// <param name="Groups">Groups; the output channels of a group see only its input channels.</param>
public readonly record struct ConvolutionShape(
    int Height,
    int Width,
    int Channels,
    int OutChannels,
    int KernelHeight,
    int KernelWidth,
    int Stride,
    int Padding,
    int Groups)
{
    /// <summary>Output rows.</summary>
    public int OutHeight => ((Height + (2 * Padding) - KernelHeight) / Stride) + 1;

    /// <summary>Output columns.</summary>
    public int OutWidth => ((Width + (2 * Padding) - KernelWidth) / Stride) + 1;

    /// <summary>Output positions of an image: OutHeight x OutWidth, row-major.</summary>
    public int Positions => OutHeight * OutWidth;

    /// <summary>Input channels of a group.</summary>
    public int GroupChannels => Channels / Groups;

    /// <summary>Output channels of a group.</summary>
    public int GroupOutputs => OutChannels / Groups;

    /// <summary>Bits of a patch, K: KernelHeight x KernelWidth x GroupChannels.</summary>
    public int PatchBits => KernelHeight * KernelWidth * GroupChannels;

    /// <summary>Words of a patch: ceil(K / 64).</summary>
    public int PatchWords => BitLayout.Words(PatchBits);

    /// <summary>The sizes alone: derived ones have no value where the sizes make no convolution.</summary>
    public override string ToString() =>
        $"convolution of {Height} x {Width} x {Channels} to {OutChannels}, kernel {KernelHeight} x {KernelWidth}, stride {Stride}, padding {Padding}, groups {Groups}";

    /// <summary>Refuses sizes that make no convolution.</summary>
    /// <exception cref="ArgumentException">A size is out of range, channels are not divisible by groups, or the kernel exceeds the padded input.</exception>
    public void Validate()
    {
        const int Limit = 1 << 20;
        bool positive = Height > 0 && Width > 0 && Channels > 0 && OutChannels > 0 && KernelHeight > 0 && KernelWidth > 0 && Stride > 0 && Groups > 0 && Padding >= 0;
        bool bounded = Height < Limit && Width < Limit && Channels < Limit && OutChannels < Limit && Padding < Limit;
        bool fits = positive && bounded && KernelHeight <= Height + (2 * Padding) && KernelWidth <= Width + (2 * Padding);
        if (!fits || Channels % Groups != 0 || OutChannels % Groups != 0)
        {
            throw new ArgumentException($"impossible sizes: {this}");
        }

        if ((long)OutHeight * OutWidth > int.MaxValue || (double)KernelHeight * KernelWidth * GroupChannels > int.MaxValue)
        {
            throw new ArgumentException($"too large: {this}");
        }
    }
}
