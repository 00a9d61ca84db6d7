namespace PimSim.Data;

/// <summary>What the first chunk of a PNG file (IHDR) claims. Source: PNG specification, third edition, 11.2.1.</summary>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
/// <param name="BitDepth">Bits of a sample.</param>
/// <param name="ColorType">0 grey, 2 colour, 3 palette, 4 grey with opacity, 6 colour with opacity.</param>
internal readonly record struct PngHeader(uint Width, uint Height, byte BitDepth, byte ColorType)
{
    /// <summary>The color type of palettes.</summary>
    public const byte Palette = 3;

    /// <summary>Samples of a pixel in the file.</summary>
    public int StoredSamples => ColorType switch
    {
        2 => 3,
        4 => 2,
        6 => 4,
        _ => 1,
    };

    /// <summary>Samples of a pixel as data sets hold it: 1 or 3.</summary>
    public int Channels => ColorType is 0 or 4 ? 1 : 3;

    /// <summary>Bytes of a row: the filter's number and the samples.</summary>
    public Int128 RowBytes => 1 + ((((Int128)Width * StoredSamples * BitDepth) + 7) / 8);

    /// <summary>Bytes of all rows, or of the image as data sets hold it, whichever are more.</summary>
    public Int128 LargestBytes => Int128.Max(Height * RowBytes, (Int128)Height * Width * Channels);
}
