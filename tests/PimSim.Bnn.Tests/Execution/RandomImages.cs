using PimSim.Driver;

namespace PimSim.Bnn.Tests;

/// <summary>Random images for a network.</summary>
internal sealed class RandomImages : IImageSource
{
    private readonly BnnNetwork network;
    private readonly ulong seed;

    public RandomImages(BnnNetwork network, int count, ulong seed)
    {
        this.network = network;
        this.seed = seed;
        Count = count;
    }

    public int Count { get; }

    public int Height => this.network.Input.Height;

    public int Width => this.network.Input.Width;

    public int Channels => this.network.Input.Channels;

    /// <summary>A pixel that is inverted in every image, or -1.</summary>
    public int ChangedPixel { get; init; } = -1;

    public byte[] Pixels(int index)
    {
        byte[] pixels = RandomNetwork.Image(this.network, this.seed + (ulong)index);
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
            values[i] = this.network.Input.Encode(pixels[i], i % Channels);
        }
    }
}
