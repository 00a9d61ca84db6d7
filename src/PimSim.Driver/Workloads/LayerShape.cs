namespace PimSim.Driver;

/// <summary>
/// Sizes of a layer: a convolution with optional max-pool windows. A dense layer is a convolution whose kernel is the
/// whole image, so that its elements keep the order height, width, channel.
/// </summary>
public sealed record LayerShape
{
    /// <summary>Input rows.</summary>
    public required int Height { get; init; }

    /// <summary>Input columns.</summary>
    public required int Width { get; init; }

    /// <summary>Input channels.</summary>
    public required int Channels { get; init; }

    /// <summary>Output channels.</summary>
    public required int OutChannels { get; init; }

    /// <summary>Kernel rows.</summary>
    public required int KernelHeight { get; init; }

    /// <summary>Kernel columns.</summary>
    public required int KernelWidth { get; init; }

    /// <summary>Step between outputs.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Border on each side.</summary>
    public int Padding { get; init; }

    /// <summary>Groups of channels.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Rows and columns of a pool window; 1 for none.</summary>
    public int PoolSize { get; init; } = 1;

    /// <summary>Step between pool windows.</summary>
    public int PoolStride { get; init; } = 1;

    /// <summary>Output rows before pooling.</summary>
    public int OutHeight => ((Height + (2 * Padding) - KernelHeight) / Stride) + 1;

    /// <summary>Output columns before pooling.</summary>
    public int OutWidth => ((Width + (2 * Padding) - KernelWidth) / Stride) + 1;

    /// <summary>Rows of the layer's result.</summary>
    public int PooledHeight => ((OutHeight - PoolSize) / PoolStride) + 1;

    /// <summary>Columns of the layer's result.</summary>
    public int PooledWidth => ((OutWidth - PoolSize) / PoolStride) + 1;

    /// <summary>Results per image and channel.</summary>
    public int Windows => PooledHeight * PooledWidth;

    /// <summary>Positions of a pool window.</summary>
    public int WindowPositions => PoolSize * PoolSize;

    /// <summary>Elements of a patch: kernel rows x kernel columns x input channels of a group.</summary>
    public int PatchElements => KernelHeight * KernelWidth * GroupChannels;

    /// <summary>Input channels of a group.</summary>
    public int GroupChannels => Channels / Groups;

    /// <summary>Output channels of a group.</summary>
    public int GroupOutputs => OutChannels / Groups;

    /// <summary>Multiply-accumulates that one image needs: pixels that pooling drops are not computed.</summary>
    public long MacsPerImage => (long)Windows * WindowPositions * OutChannels * PatchElements;

    /// <summary>Output position (row * OutWidth + column) number <paramref name="index"/> of a window, row by row.</summary>
    public int Position(int window, int index)
    {
        int y = (window / PooledWidth * PoolStride) + (index / PoolSize);
        int x = (window % PooledWidth * PoolStride) + (index % PoolSize);
        return (y * OutWidth) + x;
    }
}
