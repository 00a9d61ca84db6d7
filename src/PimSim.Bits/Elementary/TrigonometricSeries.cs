using System.Globalization;
using System.Numerics;

namespace PimSim.Bits;

/// <summary>
/// sin and cos by reduction to |r| &lt;= pi / 4 and Taylor series. Below 2^20 the reduction takes pi/2 in three parts;
/// beyond, it multiplies by 2/pi as an integer of 1216 bits.
/// </summary>
internal static class TrigonometricSeries
{
    private const double HalfPiHigh = 1.5707963267948966;
    private const double HalfPiMiddle = 6.123233995736766e-17;
    private const double HalfPiLow = -1.4973849048591698e-33;
    private const double TwoOverPi = 0.6366197723675814;
    private const int TableBits = 1216;
    private const int FractionBits = 128;

    private static readonly BigInteger TwoOverPiTable = BigInteger.Parse(
        "0" +
        "A2F9836E4E441529FC2757D1F534DDC0DB6295993C439041FE5163ABDEBBC561B7246E3A424D" +
        "D2E006492EEA09D1921CFE1DEB1CB129A73EE88235F52EBB4484E99C7026B45F7E413991D639" +
        "835339F49C845F8BBDF9283B1FF897FFDE05980FEF2F118B5A0A6D1F6D367ECF27CB09B74F46" +
        "3F669E5FEA2D7527BAC7EBE5F17B3D0739F78A5292EA6BFB5FB11F8D5D0856033046FC7B6BAB",
        NumberStyles.HexNumber,
        CultureInfo.InvariantCulture);

    /// <summary>x = quadrant * pi/2 + r + low for a finite x; the quadrant is taken modulo 4.</summary>
    public static int Reduce(double x, out double r, out double low)
    {
        if (Math.Abs(x) >= 1048576.0)
        {
            return ReduceLarge(x, out r, out low);
        }

        double k = Math.Round(x * TwoOverPi);
        double exact = Math.FusedMultiplyAdd(-k, HalfPiHigh, x);
        double middle = k * HalfPiMiddle;
        double middleLow = Math.FusedMultiplyAdd(k, HalfPiMiddle, -middle);
        r = exact - middle;
        double back = exact - r;
        double lost = (exact - (r + back)) + (back - middle);
        low = lost - middleLow - (k * HalfPiLow);
        return (int)k & 3;
    }

    /// <summary>sin(r + low), |r| at most about pi/4.</summary>
    public static double Sin(double r, double low)
    {
        double z = r * r;
        double p = 1.0 / -121645100408832000.0;
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 355687428096000.0);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / -1307674368000.0);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 6227020800.0);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / -39916800.0);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 362880.0);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / -5040.0);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 120.0);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / -6.0);
        return r + Math.FusedMultiplyAdd(z * r, p, Math.FusedMultiplyAdd(-0.5 * z, low, low));
    }

    /// <summary>cos(r + low), |r| at most about pi/4.</summary>
    public static double Cos(double r, double low)
    {
        double z = r * r;
        double p = 1.0 / -6402373705728000.0;
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 20922789888000.0);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / -87178291200.0);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 479001600.0);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / -3628800.0);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 40320.0);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / -720.0);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 24.0);
        double half = 0.5 * z;
        double leading = 1.0 - half;
        double rest = (1.0 - leading) - half;
        return leading + (rest + Math.FusedMultiplyAdd(z * z, p, -(r * low)));
    }

    private static int ReduceLarge(double x, out double r, out double low)
    {
        long bits = BitConverter.DoubleToInt64Bits(Math.Abs(x));
        int exponent = (int)(bits >> 52) - 1075;
        long mantissa = (bits & 0x000F_FFFF_FFFF_FFFFL) | 0x0010_0000_0000_0000L;
        BigInteger turns = (TwoOverPiTable * mantissa) >> (TableBits - exponent - FractionBits);
        BigInteger unit = BigInteger.One << FractionBits;
        BigInteger quadrants = (turns + (unit >> 1)) >> FractionBits;
        BigInteger fraction = turns - (quadrants << FractionBits);
        double high = (double)fraction;
        double rest = (double)(fraction - new BigInteger(high));
        high = ExponentialSeries.Scale(high, -FractionBits);
        rest = ExponentialSeries.Scale(rest, -FractionBits);
        double product = high * HalfPiHigh;
        double productLow = Math.FusedMultiplyAdd(high, HalfPiHigh, -product) + (high * HalfPiMiddle) + (rest * HalfPiHigh);
        int quadrant = (int)(quadrants & 3);
        r = x < 0.0 ? -product : product;
        low = x < 0.0 ? -productLow : productLow;
        return x < 0.0 ? -quadrant & 3 : quadrant;
    }
}
