using PimSim.Core;

namespace PimSim.Driver.Tests;

/// <summary>Images of random numbers.</summary>
internal sealed class NoiseImages(int count, int height, int width, int channels) : IImageSource
{
    public int Count => count;

    public int Height => height;

    public int Width => width;

    public int Channels => channels;

    public void Read(int index, Span<float> values)
    {
        var random = new PhiloxStream((ulong)index, 5);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (random.NextSingle() * 2f) - 1f;
        }
    }
}
