using PimSim.Bits;
using PimSim.Bnn;
using PimSim.Core;

namespace PimSim.Training;

/// <summary>Sizes of a block.</summary>
internal sealed class BlockGeometry
{
    public BlockGeometry(BlockTemplate template, int height, int width, int channels)
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

    private bool PaddedTooSmall() =>
        Convolution.PaddedHeight < Convolution.KernelHeight || Convolution.PaddedWidth < Convolution.KernelWidth;
}
