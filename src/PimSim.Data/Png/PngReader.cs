using BigGustave;
using PimSim.Core;

namespace PimSim.Data;

/// <summary>Reads PNG files of 8 bits a sample: grey, colour, palettes, and images whose opacity says nothing.</summary>
internal static class PngReader
{
    private const byte Opaque = 255;

    /// <summary>The image; a palette gives colours.</summary>
    /// <exception cref="UserErrorException">PIM0730: cut, damaged or no PNG. PIM0731: of a kind that is not read. PIM0732: larger than its file can hold.</exception>
    public static PngImage Read(byte[] content, string file)
    {
        PngHeader header = PngChecks.Check(content, file);
        (int height, int width, int channels) = ((int)header.Height, (int)header.Width, header.Channels);
        byte[] pixels = new byte[height * width * channels];
        Png png = Png.Open(content);
        for (int y = 0, at = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++, at += channels)
            {
                Write(At(png, x, y, file), pixels.AsSpan(at, channels), (x, y), file);
            }
        }

        return new PngImage(height, width, channels, pixels);
    }

    private static Pixel At(Png png, int x, int y, string file)
    {
        try
        {
            return png.GetPixel(x, y);
        }
        catch (Exception fault) when (fault is IndexOutOfRangeException or ArgumentException)
        {
            // The library looks into the palette only now.
            throw new UserErrorException("PIM0730", $"not a whole PNG file: row {y}, column {x} is none of its palette's colours", file, "write the image again");
        }
    }

    private static void Write(Pixel pixel, Span<byte> samples, (int X, int Y) place, string file)
    {
        if (pixel.A != Opaque)
        {
            throw new UserErrorException("PIM0731", $"the pixel in row {place.Y}, column {place.X} is not opaque", file, "remove the opacity: ImageMagick's `convert IN -alpha off OUT`");
        }

        samples[0] = pixel.R;
        if (samples.Length > 1)
        {
            samples[1] = pixel.G;
            samples[2] = pixel.B;
        }
    }
}
