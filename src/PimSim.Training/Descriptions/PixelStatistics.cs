using PimSim.Bnn;
using PimSim.Data;

namespace PimSim.Training;

/// <summary>Mean and deviation of the pixels of a set, channel by channel, in units of full scale.</summary>
internal static class PixelStatistics
{
    private const int Digits = 4;

    /// <summary>The encoding of a described network for images like <paramref name="images"/>.</summary>
    /// <param name="description">What it says of pixels.</param>
    /// <param name="images">The training images, from which comes what it does not say.</param>
    /// <param name="signs">Whether the first layer takes signs.</param>
    public static InputEncoding Encoding(NetworkDescription description, ImageDataSet images, bool signs)
    {
        var encoding = new InputEncoding { Height = images.Height, Width = images.Width, Channels = images.Channels };
        (double[] mean, double[] deviation) = description.Mean.Count > 0 ? ([.. description.Mean], [.. description.Deviation]) : Of(images);
        return signs
            ? encoding with { Levels = [.. mean.SelectMany(m => PixelLevels.Bits(description.Threshold ?? (int)Math.Clamp(Math.Round(255 * m), 1, 255)))] }
            : encoding with { Mean = mean, Deviation = deviation };
    }

    /// <summary>Rounded to four digits; the deviation of pixels that are all the same is 1.</summary>
    public static (double[] Mean, double[] Deviation) Of(ImageDataSet images)
    {
        long[] sums = new long[images.Channels];
        long[] squares = new long[images.Channels];
        for (int i = 0; i < images.Pixels.Length; i++)
        {
            long p = images.Pixels[i];
            sums[i % sums.Length] += p;
            squares[i % sums.Length] += p * p;
        }

        double count = (double)images.Pixels.Length / images.Channels;
        double[] mean = Array.ConvertAll(sums, s => Math.Round(s / count / 255.0, Digits));
        double[] deviation = new double[mean.Length];
        for (int c = 0; c < deviation.Length; c++)
        {
            double average = sums[c] / count;
            double d = Math.Round(Math.Sqrt(Math.Max((squares[c] / count) - (average * average), 0)) / 255.0, Digits);
            deviation[c] = d == 0 ? 1 : d;
        }

        return (mean, deviation);
    }
}
