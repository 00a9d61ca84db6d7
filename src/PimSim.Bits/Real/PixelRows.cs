namespace PimSim.Bits;

/// <summary>
/// Rows of pixels of which one array holds no more than the pixels, the other, which has a border, the rows further apart: it
/// begins with the first pixel inside.
/// </summary>
/// <param name="Rows">Rows.</param>
/// <param name="Width">Pixels of a row.</param>
/// <param name="Stride">Values from a row of the other array to the next.</param>
public readonly record struct PixelRows(int Rows, int Width, int Stride)
{
    /// <summary>Values of the array without a border.</summary>
    public int Length(int channels) => Rows * Width * channels;

    /// <summary>Values of the other one up to the last pixel's.</summary>
    public int Extent(int channels) => Rows == 0 ? 0 : ((Rows - 1) * Stride) + (Width * channels);
}
