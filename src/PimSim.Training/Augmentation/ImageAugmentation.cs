using PimSim.Core;

namespace PimSim.Training;

/// <summary>
/// Pad-crop and flip. What happens to an image is a function of seed, epoch and the image's index: neither the order nor the
/// threads change it.
/// </summary>
internal sealed class ImageAugmentation
{
    private const ulong Mechanism = 0x4155_474D;
    private readonly AugmentationOptions options;
    private readonly ulong key;
    private readonly int height;
    private readonly int width;
    private readonly int channels;

    public ImageAugmentation(AugmentationOptions options, ulong seed, int height, int width, int channels)
    {
        this.options = options;
        key = Philox.DeriveKey(seed, Mechanism);
        (this.height, this.width, this.channels) = (height, width, channels);
    }

    /// <summary>Writes the image of an epoch.</summary>
    /// <param name="pixels">As in the data set.</param>
    /// <param name="epoch">Epoch, from 1.</param>
    /// <param name="image">Index in the data set.</param>
    /// <param name="result">As long as <paramref name="pixels"/>.</param>
    public void Apply(ReadOnlySpan<byte> pixels, int epoch, int image, Span<byte> result)
    {
        (uint first, uint second, uint third, _) = Philox.Block(key, (ulong)image, (ulong)epoch);
        int places = (2 * options.CropPadding) + 1;
        int down = Below(first, places) - options.CropPadding;
        int right = Below(second, places) - options.CropPadding;
        bool mirrors = options.Flip && (third & 1) != 0;
        result.Clear();
        for (int y = Math.Max(0, -down); y < Math.Min(height, height - down); y++)
        {
            for (int x = Math.Max(0, -right); x < Math.Min(width, width - right); x++)
            {
                int to = mirrors ? width - 1 - x : x;
                pixels.Slice((((y + down) * width) + x + right) * channels, channels).CopyTo(result.Slice(((y * width) + to) * channels, channels));
            }
        }
    }

    // The bias is below 2^-24 for the few places there are.
    private static int Below(uint random, int places) => (int)(((ulong)random * (uint)places) >> 32);
}
