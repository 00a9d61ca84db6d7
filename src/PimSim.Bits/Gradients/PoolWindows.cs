namespace PimSim.Bits;

/// <summary>
/// Where the windows of a max-pooling lie in the padded input of the convolution before it. Only the rows and columns that
/// whole windows take are positions.
/// </summary>
internal sealed class PoolWindows
{
    public PoolWindows(RealConvolutionShape shape, int pooledHeight, int pooledWidth, int poolSize)
    {
        if (poolSize < 1 || pooledHeight < 1 || pooledWidth < 1 || pooledHeight * poolSize > shape.OutHeight || pooledWidth * poolSize > shape.OutWidth)
        {
            throw new ArgumentException($"no {pooledHeight} x {pooledWidth} windows of {poolSize} x {poolSize} in {shape}", nameof(poolSize));
        }

        int rowStep = shape.Stride * shape.PaddedWidth * shape.InChannels;
        int columnStep = shape.Stride * shape.InChannels;
        Offsets = Grid(pooledHeight, pooledWidth, poolSize * rowStep, poolSize * columnStep);
        PlaceOffsets = Grid(poolSize, poolSize, rowStep, columnStep);
    }

    /// <summary>Windows of an image.</summary>
    public int Count => Offsets.Length;

    /// <summary>Where the patch of a window's first position begins in the padded image.</summary>
    public int[] Offsets { get; }

    /// <summary>What a place of the window adds to that.</summary>
    public int[] PlaceOffsets { get; }

    private static int[] Grid(int rows, int columns, int rowStep, int columnStep)
    {
        int[] offsets = new int[rows * columns];
        for (int i = 0; i < offsets.Length; i++)
        {
            offsets[i] = (i / columns * rowStep) + (i % columns * columnStep);
        }

        return offsets;
    }
}
