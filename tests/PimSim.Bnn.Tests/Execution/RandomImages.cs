using PimSim.Driver;

namespace PimSim.Bnn.Tests;

/// <summary>Random images for a network.</summary>
internal sealed class RandomImages : IImageSource
{
    private readonly BnnNetwork _network;
    private readonly ulong _seed;

    public RandomImages(BnnNetwork network, int count, ulong seed)
    {
        _network = network;
        _seed = seed;
        Count = count;
    }

    public int Count { get; }

    public int Height => _network.Input.Height;

    public int Width => _network.Input.Width;

    public int Channels => _network.Input.Channels;

    /// <summary>A pixel that is inverted in every image, or -1.</summary>
    public int ChangedPixel { get; init; } = -1;

    public byte[] Pixels(int index)
    {
        byte[] pixels = RandomNetwork.Image(_network, _seed + (ulong)index);
        if (ChangedPixel >= 0)
        {
            pixels[ChangedPixel] ^= 0xFF;
        }

        return pixels;
    }

    public void Read(int index, Span<float> values)
    {
        byte[] pixels = Pixels(index);
        for (int i = 0; i < pixels.Length; i++)
        {
            values[i] = _network.Input.Encode(pixels[i], i % Channels);
        }
    }
}
