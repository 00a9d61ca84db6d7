namespace PimSim.Core;

/// <summary>
/// Wilson's score interval for a fraction of independent trials (Wilson, JASA 22, 1927). It holds within one fault seed, whose images are the trials;
/// images under different seeds share their faults and are not independent.
/// </summary>
/// <param name="Lower">Lower end.</param>
/// <param name="Upper">Upper end.</param>
public readonly record struct WilsonInterval(double Lower, double Upper)
{
    /// <summary>Normal quantile of a two-sided 95 % interval.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>The 95 % interval of <paramref name="successes"/> in <paramref name="trials"/>.</summary>
    public static WilsonInterval Of(long successes, long trials)
    {
        if (trials == 0)
        {
            return new WilsonInterval(0, 1);
        }

        double p = (double)successes / trials;
        double z2 = Z * Z / trials;
        double centre = (p + (z2 / 2)) / (1 + z2);
        double half = Z / (1 + z2) * Math.Sqrt((p * (1 - p) / trials) + (z2 / (4 * trials)));
        return new WilsonInterval(successes == 0 ? 0 : centre - half, successes == trials ? 1 : centre + half);
    }
}
