using PimSim.Bits;

namespace PimSim.Device;

/// <summary>The standard normal distribution, the same on every platform and exact to some 14 digits in its lower tail.</summary>
internal static class NormalDistribution
{
    private const double SquareRootOfTwoPi = 2.5066282746310005024;

    /// <summary>Probability of a value below <paramref name="z"/>.</summary>
    public static double Below(double z)
    {
        if (z > 0)
        {
            return 1 - Below(-z);
        }

        double density = DeterministicMath.Exp(-0.5 * z * z) / SquareRootOfTwoPi;
        return z > -3 ? 0.5 + (density * Series(z)) : density / Fraction(-z);
    }

    /// <summary>z + z^3/3 + z^5/15 + ... (Abramowitz and Stegun 26.2.11).</summary>
    private static double Series(double z)
    {
        double term = z;
        double sum = z;
        for (int n = 3; Math.Abs(term) > 1e-18; n += 2)
        {
            term *= z * z / n;
            sum += term;
        }

        return sum;
    }

    /// <summary>z + 1/(z + 2/(z + 3/(z + ...))) (Abramowitz and Stegun 26.2.14).</summary>
    private static double Fraction(double z)
    {
        double value = z;
        for (int n = 150; n > 0; n--)
        {
            value = z + (n / value);
        }

        return value;
    }
}
