using PimSim.Core;

namespace PimSim.Data;

/// <summary>What the axes of an array of images are.</summary>
/// <param name="Count">Images.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Channels">1 or 3.</param>
/// <param name="ChannelsFirst">Whether a channel's pixels lie together.</param>
internal readonly record struct PixelAxes(int Count, int Height, int Width, int Channels, bool ChannelsFirst)
{
    /// <summary>Tells the axes of an array of bytes: 1 or 3 channels, first or last.</summary>
    /// <exception cref="UserErrorException">PIM0737: other elements than bytes, or a shape that is none of images or could be either.</exception>
    public static PixelAxes Of(NamedTensor images)
    {
        if (images.ElementType != TensorElementType.UInt8)
        {
            throw new UserErrorException("PIM0737", $"images '{images.Name}' are {images.ElementType}", images.File, "save pixels from 0 to 255 as bytes: x.astype(numpy.uint8), of fractions (x * 255).round() first");
        }

        return images.Shape switch
        {
            [int n, int h, int w] => new PixelAxes(n, h, w, 1, ChannelsFirst: false),
            [_, 1 or 3, _, 1 or 3] => throw Wrong(images, "may have its channels first or last", "give images of more than 3 columns or rows"),
            [int n, int h, int w, 1 or 3] => new PixelAxes(n, h, w, images.Shape[3], ChannelsFirst: false),
            [int n, 1 or 3, int h, int w] => new PixelAxes(n, h, w, images.Shape[1], ChannelsFirst: true),
            _ => throw Wrong(images, "is none of images", "save [n, height, width], [n, height, width, channels] or [n, channels, height, width], of 1 or 3 channels"),
        };
    }

    /// <summary>The pixels as data sets hold them: [count][height][width][channels].</summary>
    public byte[] Pixels(NamedTensor images)
    {
        if (!ChannelsFirst || Channels == 1)
        {
            return images.Bytes.ToArray();
        }

        ReadOnlySpan<byte> source = images.Bytes.Span;
        byte[] pixels = new byte[source.Length];
        int plane = Height * Width;
        for (int i = 0, at = 0; i < Count; i++)
        {
            for (int p = 0; p < plane; p++)
            {
                for (int c = 0; c < Channels; c++)
                {
                    pixels[at++] = source[(((i * Channels) + c) * plane) + p];
                }
            }
        }

        return pixels;
    }

    private static UserErrorException Wrong(NamedTensor images, string why, string remedy) =>
        new("PIM0737", $"the shape {images.ShapeText} of images '{images.Name}' {why}", images.File, remedy);
}
