namespace PimSim.Bits;

/// <summary>
/// exp by reduction to |r| &lt;= ln(2) / 2 and its Taylor series, with a low part carried beside r. Only + - * / and fused
/// multiply-adds: the same bits everywhere.
/// </summary>
internal static class ExponentialSeries
{
    /// <summary>ln 2 with 42 bits: times an exponent it is exact.</summary>
    internal const double Ln2High = 0.6931471805598903;

    /// <summary>The rest of ln 2.</summary>
    internal const double Ln2Low = 5.497923018708371e-14;

    private const double InverseLn2 = 1.4426950408889634;

    /// <summary>exp(high + low), |low| far below |high|.</summary>
    public static double Exp(double high, double low)
    {
        if (double.IsNaN(high))
        {
            return high;
        }

        if (high > 710.0)
        {
            return double.PositiveInfinity;
        }

        if (high < -746.0)
        {
            return 0.0;
        }

        int exponent = Reduce(high, low, out double r, out double correction);
        return Scale(1.0 + Tail(r, correction), exponent);
    }

    /// <summary>exp(x) - 1 without cancellation, for |x| up to 50.</summary>
    public static double ExpMinusOne(double x)
    {
        int exponent = Reduce(x, 0.0, out double r, out double correction);
        double tail = Tail(r, correction);
        if (exponent == 0)
        {
            return tail;
        }

        double power = Scale(1.0, exponent);
        return (power - 1.0) + (power * tail);
    }

    /// <summary>value * 2^exponent, rounded once where the result is normal.</summary>
    internal static double Scale(double value, int exponent)
    {
        if (exponent > 1023)
        {
            return value * 2.0 * PowerOfTwo(exponent - 1);
        }

        return exponent < -1022
            ? value * PowerOfTwo(exponent + 200) * PowerOfTwo(-200)
            : value * PowerOfTwo(exponent);
    }

    private static double PowerOfTwo(int exponent) => BitConverter.Int64BitsToDouble((long)(exponent + 1023) << 52);

    private static int Reduce(double high, double low, out double r, out double correction)
    {
        double k = Math.Round(high * InverseLn2);
        double exact = Math.FusedMultiplyAdd(-k, Ln2High, high);
        double rest = (k * Ln2Low) - low;
        r = exact - rest;
        correction = (exact - r) - rest;
        return (int)k;
    }

    /// <summary>exp(r + correction) - 1.</summary>
    private static double Tail(double r, double correction)
    {
        double p = 1.0 / 6227020800.0;
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 479001600.0);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 39916800.0);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 3628800.0);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 362880.0);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 40320.0);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 5040.0);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 720.0);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 120.0);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 24.0);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 6.0);
        p = Math.FusedMultiplyAdd(p, r, 0.5);
        return r + Math.FusedMultiplyAdd(r * r, p, Math.FusedMultiplyAdd(r, correction, correction));
    }
}
