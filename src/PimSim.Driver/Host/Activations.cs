using PimSim.Bits;

namespace PimSim.Driver;

/// <summary>A tensor of a group of images on the host: bits or numbers, height x width x channels.</summary>
internal sealed class Activations
{
    private Activations(int height, int width, int channels)
    {
        Height = height;
        Width = width;
        Channels = channels;
    }

    public int Height { get; }

    public int Width { get; }

    public int Channels { get; }

    /// <summary>The bits, or null.</summary>
    public PackedImages? Bits { get; private init; }

    /// <summary>The numbers, or null.</summary>
    public float[]? Numbers { get; private init; }

    public static Activations OfBits(int count, int height, int width, int channels) =>
        new(height, width, channels) { Bits = new PackedImages(count, height, width, channels) };

    public static Activations OfNumbers(int count, int height, int width, int channels) =>
        new(height, width, channels) { Numbers = new float[count * height * width * channels] };

    public static Activations OutputOf(LayerOperation operation, int count)
    {
        LayerShape s = operation.Shape;
        return operation.OutputIsBits
            ? OfBits(count, s.PooledHeight, s.PooledWidth, s.OutChannels)
            : OfNumbers(count, s.PooledHeight, s.PooledWidth, s.OutChannels);
    }

    public Span<float> Image(int image)
    {
        int length = Height * Width * Channels;
        return Numbers.AsSpan(image * length, length);
    }

    /// <summary>The element as a number: bits are +1 and -1.</summary>
    public float Number(int image, int y, int x, int channel) => Bits is not null
        ? Bits.Get(image, y, x, channel) ? -1f : 1f
        : Numbers![(((((image * Height) + y) * Width) + x) * Channels) + channel];
}
