namespace PimSim.Training.Tests;

public sealed class ImageAugmentationTests
{
    private const int Height = 3;
    private const int Width = 4;
    private const int Channels = 2;
    private static readonly byte[] Pixels = [.. Enumerable.Range(1, Height * Width * Channels).Select(i => (byte)i)];

    [Fact]
    public void EveryImageIsOneOfTheCutsAndAllComeUp()
    {
        HashSet<string> cuts = new(StringComparer.Ordinal);
        for (int down = -1; down <= 1; down++)
        {
            for (int right = -1; right <= 1; right++)
            {
                cuts.Add(Cut(down, right, mirrors: false));
                cuts.Add(Cut(down, right, mirrors: true));
            }
        }

        ImageAugmentation augmentation = new(new AugmentationOptions { CropPadding = 1, Flip = true }, 7, Height, Width, Channels);
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int image = 0; image < 400; image++)
        {
            seen.Add(Apply(augmentation, 1, image));
        }

        Assert.Equal(18, cuts.Count);
        Assert.Equal(cuts.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public void ItIsAFunctionOfSeedEpochAndImage()
    {
        AugmentationOptions options = new() { CropPadding = 3, Flip = true };
        string[] first = [.. Enumerable.Range(0, 20).Select(i => Apply(new ImageAugmentation(options, 1, Height, Width, Channels), 1, i))];
        ImageAugmentation again = new(options, 1, Height, Width, Channels);
        Assert.Equal(first, Enumerable.Range(0, 20).Reverse().Select(i => Apply(again, 1, i)).Reverse(), StringComparer.Ordinal);
        Assert.NotEqual(first, Enumerable.Range(0, 20).Select(i => Apply(again, 2, i)), StringComparer.Ordinal);
        ImageAugmentation other = new(options, 2, Height, Width, Channels);
        Assert.NotEqual(first, Enumerable.Range(0, 20).Select(i => Apply(other, 1, i)), StringComparer.Ordinal);
    }

    private static string Apply(ImageAugmentation augmentation, int epoch, int image)
    {
        byte[] result = new byte[Pixels.Length];
        augmentation.Apply(Pixels, epoch, image, result);
        return Convert.ToHexString(result);
    }

    private static string Cut(int down, int right, bool mirrors)
    {
        byte[] result = new byte[Pixels.Length];
        for (int i = 0; i < result.Length; i++)
        {
            (int y, int x, int c) = (i / Channels / Width, i / Channels % Width, i % Channels);
            (int fromY, int fromX) = (y + down, (mirrors ? Width - 1 - x : x) + right);
            bool isInside = fromY >= 0 && fromY < Height && fromX >= 0 && fromX < Width;
            result[i] = isInside ? Pixels[(((fromY * Width) + fromX) * Channels) + c] : (byte)0;
        }

        return Convert.ToHexString(result);
    }
}
