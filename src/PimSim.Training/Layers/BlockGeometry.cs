using PimSim.Bits;
using PimSim.Bnn;
using PimSim.Core;

namespace PimSim.Training;

/// <summary>Sizes of a block and where its pooling windows lie in its input.</summary>
internal sealed class BlockGeometry
{
    // Patches are copied out where runs of the network's input, which needs no gradient, are shorter than a vector.
    private const int ShortRun = 16;
    private readonly int[] windowOffsets;
    private readonly int[] placeOffsets;

    public BlockGeometry(BlockTemplate template, int height, int width, int channels, bool isFirst)
    {
        Convolution = new RealConvolutionShape
        {
            Height = height,
            Width = width,
            InChannels = channels,
            OutChannels = template.OutChannels,
            KernelHeight = template.KernelSize,
            KernelWidth = template.KernelSize,
            Stride = template.Stride,
            Padding = template.Padding,
            PaddingValue = template.PaddingValue switch
            {
                PaddingValue.PlusOne => 1f,
                PaddingValue.MinusOne => -1f,
                _ => 0f,
            },
        };
        IsBinary = template.Binary;
        PoolSize = template.PoolSize;
        PooledHeight = Convolution.OutHeight / PoolSize;
        PooledWidth = Convolution.OutWidth / PoolSize;
        if (PaddedTooSmall() || PooledHeight < 1 || PooledWidth < 1)
        {
            throw new UserErrorException("PIM0802", $"nothing is left of {height} x {width} after a block", remedy: "use fewer blocks or larger images");
        }

        UsesPatches = isFirst && template.KernelSize * channels < ShortRun;
        PatchStride = (Convolution.Depth + ShortRun - 1) / ShortRun * ShortRun;
        int rowStep = UsesPatches ? UsedWidth * PatchStride : template.Stride * Convolution.PaddedWidth * channels;
        int columnStep = UsesPatches ? PatchStride : template.Stride * channels;
        windowOffsets = Offsets(PooledHeight, PooledWidth, PoolSize * rowStep, PoolSize * columnStep);
        placeOffsets = Offsets(PoolSize, PoolSize, rowStep, columnStep);
    }

    public RealConvolutionShape Convolution { get; }

    /// <summary>Whether inputs and weights are signs.</summary>
    public bool IsBinary { get; }

    public int PoolSize { get; }

    public int PooledHeight { get; }

    public int PooledWidth { get; }

    /// <summary>Rows of the convolution that pooling takes.</summary>
    public int UsedHeight => PooledHeight * PoolSize;

    /// <summary>Columns of the convolution that pooling takes.</summary>
    public int UsedWidth => PooledWidth * PoolSize;

    public int Windows => PooledHeight * PooledWidth;

    public int PooledLength => Windows * Convolution.OutChannels;

    public int ConvolutionLength => UsedHeight * UsedWidth * Convolution.OutChannels;

    /// <summary>Whether weight gradients are taken from patches copied out of the input.</summary>
    public bool UsesPatches { get; }

    /// <summary>Values from a patch to the next, zeros at its end.</summary>
    public int PatchStride { get; }

    public int PatchLength => UsesPatches ? UsedHeight * UsedWidth * PatchStride : 0;

    /// <summary>
    /// From windows x channels to a list for each channel: where in the input (or the patches) the position that takes the
    /// gradient begins, and the gradient. <paramref name="places"/> are whole numbers below PoolSize squared.
    /// </summary>
    public void FillLists(ReadOnlySpan<float> places, ReadOnlySpan<float> gradient, Span<int> offsets, Span<float> factors)
    {
        int channels = Convolution.OutChannels;
        for (int p = 0; p < windowOffsets.Length; p++)
        {
            int window = windowOffsets[p];
            ReadOnlySpan<float> place = places.Slice(p * channels, channels);
            ReadOnlySpan<float> g = gradient.Slice(p * channels, channels);
            int at = p;
            for (int o = 0; o < place.Length; o++)
            {
                offsets[at] = window + placeOffsets[(int)place[o]];
                factors[at] = g[o];
                at += windowOffsets.Length;
            }
        }
    }

    /// <summary>Copies the patch of every used position out of a padded image.</summary>
    public void CopyPatches(ReadOnlySpan<float> padded, Span<float> patches)
    {
        int run = Convolution.KernelWidth * Convolution.InChannels;
        int rowStride = Convolution.PaddedWidth * Convolution.InChannels;
        int at = 0;
        for (int y = 0; y < UsedHeight; y++)
        {
            for (int x = 0; x < UsedWidth; x++)
            {
                int from = (y * Convolution.Stride * rowStride) + (x * Convolution.Stride * Convolution.InChannels);
                Span<float> patch = patches.Slice(at, PatchStride);
                int to = 0;
                for (int ky = 0; ky < Convolution.KernelHeight; ky++)
                {
                    ReadOnlySpan<float> source = padded.Slice(from + (ky * rowStride), run);
                    for (int i = 0; i < source.Length; i++)
                    {
                        patch[to++] = source[i];
                    }
                }

                patch[to..].Clear();
                at += PatchStride;
            }
        }
    }

    private static int[] Offsets(int rows, int columns, int rowStep, int columnStep)
    {
        int[] offsets = new int[rows * columns];
        for (int i = 0; i < offsets.Length; i++)
        {
            offsets[i] = (i / columns * rowStep) + (i % columns * columnStep);
        }

        return offsets;
    }

    private bool PaddedTooSmall() =>
        Convolution.PaddedHeight < Convolution.KernelHeight || Convolution.PaddedWidth < Convolution.KernelWidth;
}
