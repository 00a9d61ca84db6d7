using System.Numerics;

namespace PimSim.Bnn;

/// <summary>An exact number mantissa * 2^exponent: what fp32 values and their sums and products are.</summary>
internal readonly struct Dyadic
{
    private readonly BigInteger mantissa;
    private readonly int exponent;

    private Dyadic(BigInteger mantissa, int exponent)
    {
        this.mantissa = mantissa;
        this.exponent = exponent;
    }

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => this.mantissa.Sign;

    /// <summary>The exact value of a finite fp32 number.</summary>
    public static Dyadic From(float value)
    {
        int bits = BitConverter.SingleToInt32Bits(value);
        int exponent = (bits >> 23) & 0xFF;
        int fraction = bits & 0x7F_FFFF;
        int mantissa = exponent == 0 ? fraction : fraction | 0x80_0000;
        return new Dyadic(bits < 0 ? -mantissa : mantissa, Math.Max(exponent, 1) - 150);
    }

    /// <summary>The exact value of a finite fp64 number.</summary>
    public static Dyadic From(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> 52) & 0x7FF;
        long fraction = bits & 0xF_FFFF_FFFF_FFFF;
        long mantissa = exponent == 0 ? fraction : fraction | 0x10_0000_0000_0000;
        return new Dyadic(bits < 0 ? -mantissa : mantissa, Math.Max(exponent, 1) - 1075);
    }

    /// <summary>The exact value of an integer.</summary>
    public static Dyadic From(int value) => new(value, 0);

    public static Dyadic operator +(Dyadic a, Dyadic b) => a.exponent <= b.exponent
        ? new(a.mantissa + (b.mantissa << (b.exponent - a.exponent)), a.exponent)
        : b + a;

    public static Dyadic operator -(Dyadic a) => new(-a.mantissa, a.exponent);

    public static Dyadic operator -(Dyadic a, Dyadic b) => a + -b;

    public static Dyadic operator *(Dyadic a, Dyadic b) => new(a.mantissa * b.mantissa, a.exponent + b.exponent);
}
