namespace PimSim.Bits;

/// <summary>
/// Images of signs, Count x Height x Width x Channels, channels fastest: bit 0 is +1, bit 1 is -1. Every pixel starts
/// at a word boundary; channel c is bit c % 64 of the pixel's word c / 64, and bits after the last channel must stay 0.
/// </summary>
public sealed class PackedImages
{
    /// <summary>Images of +1.</summary>
    /// <exception cref="ArgumentException">A size is out of range, or exceeds one array.</exception>
    public PackedImages(int count, int height, int width, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        Count = count;
        Height = height;
        Width = width;
        Channels = channels;
        WordsPerPixel = BitLayout.Words(channels);
        int wordsPerRow = BitLayout.CheckedLength(width, WordsPerPixel, nameof(width));
        WordsPerImage = BitLayout.CheckedLength(height, wordsPerRow, nameof(height));
        Words = new ulong[BitLayout.CheckedLength(count, WordsPerImage, nameof(count))];
    }

    /// <summary>Number of images.</summary>
    public int Count { get; }

    /// <summary>Rows of pixels.</summary>
    public int Height { get; }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Channels (bits) of a pixel.</summary>
    public int Channels { get; }

    /// <summary>Words of a pixel: ceil(Channels / 64).</summary>
    public int WordsPerPixel { get; }

    /// <summary>Words of an image: Height x Width x WordsPerPixel.</summary>
    public int WordsPerImage { get; }

    /// <summary>All words.</summary>
    public ulong[] Words { get; }

    /// <summary>Packs count x height x width x channels values, channels fastest: below 0 is -1, all else (NaN too) is +1.</summary>
    /// <exception cref="ArgumentException">The number of values does not fit the shape.</exception>
    public static PackedImages FromSigns(ReadOnlySpan<float> values, int count, int height, int width, int channels)
    {
        var images = new PackedImages(count, height, width, channels);
        int pixels = images.CheckedPixels(values.Length);
        for (int p = 0; p < pixels; p++)
        {
            BitLayout.PackSigns(values.Slice(p * channels, channels), images.PixelAt(p));
        }

        return images;
    }

    /// <summary>Packs count x height x width x channels values, channels fastest: below 0 is -1, all else is +1.</summary>
    /// <exception cref="ArgumentException">The number of values does not fit the shape.</exception>
    public static PackedImages FromSigns(ReadOnlySpan<sbyte> values, int count, int height, int width, int channels)
    {
        var images = new PackedImages(count, height, width, channels);
        int pixels = images.CheckedPixels(values.Length);
        for (int p = 0; p < pixels; p++)
        {
            BitLayout.PackSigns(values.Slice(p * channels, channels), images.PixelAt(p));
        }

        return images;
    }

    /// <summary>The words of a row of pixels.</summary>
    public Span<ulong> Row(int image, int y)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)image, (uint)Count, nameof(image));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)y, (uint)Height, nameof(y));
        return Words.AsSpan((image * WordsPerImage) + (y * Width * WordsPerPixel), Width * WordsPerPixel);
    }

    /// <summary>The words of one pixel.</summary>
    public Span<ulong> Pixel(int image, int y, int x)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)image, (uint)Count, nameof(image));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)y, (uint)Height, nameof(y));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)x, (uint)Width, nameof(x));
        return PixelAt((((image * Height) + y) * Width) + x);
    }

    /// <summary>The words of one image, pixel after pixel.</summary>
    public Span<ulong> Image(int image)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)image, (uint)Count, nameof(image));
        return Words.AsSpan(image * WordsPerImage, WordsPerImage);
    }

    /// <summary>The bit of one channel of one pixel: true is -1.</summary>
    public bool Get(int image, int y, int x, int channel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)channel, (uint)Channels, nameof(channel));
        return BitLayout.Get(Pixel(image, y, x), channel);
    }

    /// <summary>Sets the bit of one channel of one pixel: true is -1.</summary>
    public void Set(int image, int y, int x, int channel, bool value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)channel, (uint)Channels, nameof(channel));
        BitLayout.Set(Pixel(image, y, x), channel, value);
    }

    private Span<ulong> PixelAt(int pixel) => Words.AsSpan(pixel * WordsPerPixel, WordsPerPixel);

    private int CheckedPixels(int length)
    {
        long pixels = (long)Count * Height * Width;
        if (length != pixels * Channels)
        {
            throw new ArgumentException($"{length} values for {Count} images of {Height} x {Width} x {Channels}", nameof(length));
        }

        return (int)pixels;
    }
}
