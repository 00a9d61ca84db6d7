using System.Runtime.Intrinsics;

namespace PimSim.Bits;

/// <summary>
/// The natural logarithm as a sum of two doubles (about 2^-64 relative): with x = 2^k * (1 + f) and s = f / (2 + f),
/// log(1 + f) = 2 s (1 + s^2/3 + s^4/5 + ...), its first two terms in doubled precision.
/// </summary>
internal static class LogarithmSeries
{
    public const double SmallestNormal = 2.2250738585072014e-308;
    private const double ThirdHigh = 0.3333333333333333;
    private const double ThirdLow = 1.850371707708594e-17;
    private const double SquareRootOfTwo = 1.4142135623730951;

    /// <summary>log of a positive finite x is high + low.</summary>
    public static double Log(double x, out double low)
    {
        int exponent = Split(x, out double mantissa);
        double f = mantissa - 1.0;
        double denominator = 2.0 + f;
        double denominatorLow = (2.0 - denominator) + f;
        double s = f / denominator;
        double sLow = (Math.FusedMultiplyAdd(-s, denominator, f) - (s * denominatorLow)) / denominator;
        double z = s * s;
        double zLow = Math.FusedMultiplyAdd(s, s, -z) + (2.0 * s * sLow);

        double first = z * ThirdHigh;
        double firstLow = Math.FusedMultiplyAdd(z, ThirdHigh, -first) + (z * ThirdLow) + (zLow * ThirdHigh);
        double others = z * z * Series(z);
        double u = first + others;
        double uLow = (first - u) + others + firstLow;

        double two = 2.0 * s;
        double product = two * u;
        double productLow = Math.FusedMultiplyAdd(two, u, -product) + (two * uLow) + (2.0 * sLow * u);
        double sum = two + product;
        double sumLow = (two - sum) + product + ((2.0 * sLow) + productLow);
        if (exponent == 0)
        {
            return FastTwoSum(sum, sumLow, out low);
        }

        double scaled = exponent * ExponentialSeries.Ln2High;
        double total = scaled + sum;
        double totalLow = (scaled - total) + sum + (sumLow + (exponent * ExponentialSeries.Ln2Low));
        return FastTwoSum(total, totalLow, out low);
    }

    /// <summary>The same of four numbers that are not below the smallest normal one, without the low part; bit for bit the sum's high part.</summary>
    public static Vector256<double> Log(Vector256<double> x)
    {
        Vector256<double> one = Vector256<double>.One;
        Vector256<long> bits = x.AsInt64();
        Vector256<double> mantissa = ((bits & Vector256.Create(0x000F_FFFF_FFFF_FFFFL)) | Vector256.Create(0x3FF0_0000_0000_0000L)).AsDouble();
        Vector256<double> large = Vector256.GreaterThan(mantissa, Vector256.Create(SquareRootOfTwo));
        mantissa = Vector256.ConditionalSelect(large, mantissa * 0.5, mantissa);

        // The exponent as a number: its bits under those of 2^52, whose last place is 1.
        Vector256<double> exponent = (Vector256.ShiftRightLogical(bits, 52) | Vector256.Create(0x4330_0000_0000_0000L)).AsDouble()
            - Vector256.Create(4503599627370496.0 + 1023.0) + (large & one);
        Vector256<double> f = mantissa - one;
        Vector256<double> two = Vector256.Create(2.0);
        Vector256<double> denominator = two + f;
        Vector256<double> denominatorLow = (two - denominator) + f;
        Vector256<double> s = f / denominator;
        Vector256<double> sLow = (Fused(-s, denominator, f) - (s * denominatorLow)) / denominator;
        Vector256<double> z = s * s;
        Vector256<double> zLow = Fused(s, s, -z) + (two * s * sLow);

        Vector256<double> third = Vector256.Create(ThirdHigh);
        Vector256<double> first = z * third;
        Vector256<double> firstLow = Fused(z, third, -first) + (z * ThirdLow) + (zLow * third);
        Vector256<double> others = z * z * Series(z);
        Vector256<double> u = first + others;
        Vector256<double> uLow = (first - u) + others + firstLow;

        Vector256<double> twice = two * s;
        Vector256<double> product = twice * u;
        Vector256<double> productLow = Fused(twice, u, -product) + (twice * uLow) + (two * sLow * u);
        Vector256<double> sum = twice + product;
        Vector256<double> sumLow = (twice - sum) + product + ((two * sLow) + productLow);
        Vector256<double> scaled = exponent * ExponentialSeries.Ln2High;
        Vector256<double> total = scaled + sum;
        return total + ((scaled - total) + sum + (sumLow + (exponent * ExponentialSeries.Ln2Low)));
    }

    private static double FastTwoSum(double large, double small, out double low)
    {
        double sum = large + small;
        low = (large - sum) + small;
        return sum;
    }

    /// <summary>x = 2^exponent * mantissa with the mantissa between sqrt(1/2) and sqrt(2).</summary>
    private static int Split(double x, out double mantissa)
    {
        int exponent = 0;
        if (x < SmallestNormal)
        {
            x *= 18014398509481984.0;
            exponent = -54;
        }

        long bits = BitConverter.DoubleToInt64Bits(x);
        exponent += (int)(bits >> 52) - 1023;
        mantissa = BitConverter.Int64BitsToDouble((bits & 0x000F_FFFF_FFFF_FFFFL) | 0x3FF0_0000_0000_0000L);
        if (mantissa > SquareRootOfTwo)
        {
            mantissa *= 0.5;
            exponent++;
        }

        return exponent;
    }

    private static Vector256<double> Fused(Vector256<double> a, Vector256<double> b, Vector256<double> c) => Vector256.FusedMultiplyAdd(a, b, c);

    private static Vector256<double> Series(Vector256<double> z)
    {
        Vector256<double> p = Vector256.Create(1.0 / 25.0);
        p = Fused(p, z, Vector256.Create(1.0 / 23.0));
        p = Fused(p, z, Vector256.Create(1.0 / 21.0));
        p = Fused(p, z, Vector256.Create(1.0 / 19.0));
        p = Fused(p, z, Vector256.Create(1.0 / 17.0));
        p = Fused(p, z, Vector256.Create(1.0 / 15.0));
        p = Fused(p, z, Vector256.Create(1.0 / 13.0));
        p = Fused(p, z, Vector256.Create(1.0 / 11.0));
        p = Fused(p, z, Vector256.Create(1.0 / 9.0));
        p = Fused(p, z, Vector256.Create(1.0 / 7.0));
        return Fused(p, z, Vector256.Create(1.0 / 5.0));
    }

    /// <summary>1/5 + z/7 + z^2/9 + ...</summary>
    private static double Series(double z)
    {
        double p = 1.0 / 25.0;
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 23.0);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 21.0);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 19.0);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 17.0);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 15.0);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 13.0);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 11.0);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 9.0);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 7.0);
        return Math.FusedMultiplyAdd(p, z, 1.0 / 5.0);
    }
}
