using System.Numerics;

namespace PimSim.Bnn.Tests.Independent;

/// <summary>a * b + c rounded once to the nearest float, ties to even, by integer arithmetic.</summary>
internal static class ExactFusedMultiplyAdd
{
    public static float Of(float a, float b, float c)
    {
        Fraction exact = (Fraction.Of(a) * Fraction.Of(b)) + Fraction.Of(c);

        // An exact zero keeps the sign that IEEE addition of the signed zeros or cancelling terms gives.
        return exact.Top.IsZero ? ((a * b) == 0f ? (a * b) + c : 0f) : Round(exact);
    }

    private static float Round(Fraction exact)
    {
        BigInteger top = BigInteger.Abs(exact.Top);
        int exponent = (int)(top.GetBitLength() - exact.Bottom.GetBitLength()) - 25;
        exponent = Math.Max(exponent, -149);
        (BigInteger quotient, BigInteger rest, BigInteger divisor) = Divide(top, exact.Bottom, exponent);
        while (quotient.GetBitLength() > 24)
        {
            exponent++;
            (quotient, rest, divisor) = Divide(top, exact.Bottom, exponent);
        }

        int half = (rest * 2).CompareTo(divisor);
        if (half > 0 || (half == 0 && !quotient.IsEven))
        {
            quotient += 1;
        }

        double value = (double)quotient * Math.ScaleB(1.0, exponent);
        return (float)(exact.Top.Sign < 0 ? -value : value);
    }

    private static (BigInteger Quotient, BigInteger Remainder, BigInteger Divisor) Divide(BigInteger top, BigInteger bottom, int exponent)
    {
        BigInteger dividend = exponent < 0 ? top << -exponent : top;
        BigInteger divisor = exponent > 0 ? bottom << exponent : bottom;
        var quotient = BigInteger.DivRem(dividend, divisor, out BigInteger rest);
        return (quotient, rest, divisor);
    }
}
