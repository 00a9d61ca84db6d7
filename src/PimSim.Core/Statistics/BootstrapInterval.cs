namespace PimSim.Core;

/// <summary>A percentile bootstrap interval of a mean (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13).</summary>
/// <param name="Lower">2.5th percentile of the resampled means.</param>
/// <param name="Upper">97.5th percentile.</param>
public readonly record struct BootstrapInterval(double Lower, double Upper)
{
    /// <summary>Resamples.</summary>
    public const int Resamples = 10_000;

    private const ulong Stream = 0x426F6F7473747261;

    /// <summary>The 95 % interval of the mean of <paramref name="values"/>, which are independent of each other.</summary>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static BootstrapInterval OfMean(ReadOnlySpan<double> values, ulong seed)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("a mean needs a value", nameof(values));
        }

        var random = new PhiloxStream(seed, Stream);
        double[] means = new double[Resamples];
        for (int r = 0; r < means.Length; r++)
        {
            double sum = 0;
            for (int i = 0; i < values.Length; i++)
            {
                sum += values[random.NextInt(values.Length)];
            }

            means[r] = sum / values.Length;
        }

        Array.Sort(means);
        return new BootstrapInterval(means[(Resamples / 40) - 1], means[Resamples - (Resamples / 40)]);
    }
}
