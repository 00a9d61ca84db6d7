using System.Numerics;
using PimSim.Models;

namespace PimSim.Device.Tests;

/// <summary>Lane arithmetic of finite values over exact integers times powers of two, rounded once, to nearest even.</summary>
internal static class ExactArithmetic
{
    public static float FusedMultiplyAdd(float a, float b, float c, NumberFormat format)
    {
        (BigInteger am, int ae) = Split(a);
        (BigInteger bm, int be) = Split(b);
        (BigInteger cm, int ce) = Split(c);
        int e = Math.Min(ae + be, ce);
        return Round(((am * bm) << (ae + be - e)) + (cm << (ce - e)), e, format);
    }

    public static float Add(float a, float b, NumberFormat format) => FusedMultiplyAdd(a, 1f, b, format);

    public static float Multiply(float a, float b, NumberFormat format) => FusedMultiplyAdd(a, b, 0f, format);

    /// <summary>n * 2^e in the format.</summary>
    private static float Round(BigInteger n, int e, NumberFormat format)
    {
        (int precision, int smallest, int largest) = format switch
        {
            NumberFormat.Fp16 => (11, -24, 16),
            NumberFormat.Bf16 => (8, -133, 128),
            _ => (24, -149, 128),
        };
        BigInteger magnitude = BigInteger.Abs(n);
        int quantum = Math.Max((int)magnitude.GetBitLength() + e - precision, smallest);
        BigInteger whole = magnitude;
        if (quantum > e)
        {
            BigInteger unit = BigInteger.One << (quantum - e);
            whole = BigInteger.DivRem(magnitude, unit, out BigInteger rest);
            int half = (rest * 2).CompareTo(unit);
            whole += half > 0 || (half == 0 && !whole.IsEven) ? 1 : 0;
            e = quantum;
        }

        float value = (int)whole.GetBitLength() + e > largest ? float.PositiveInfinity : (float)((double)whole * double.ScaleB(1, e));
        return n.Sign < 0 ? -value : value;
    }

    private static (BigInteger Mantissa, int Exponent) Split(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        int exponent = (int)((bits >> 23) & 0xFF);
        BigInteger mantissa = (bits & 0x7F_FFFF) | (exponent == 0 ? 0u : 0x80_0000u);
        return (value < 0 ? -mantissa : mantissa, Math.Max(exponent, 1) - 150);
    }
}
