using System.Globalization;
using System.Numerics;

namespace PimSim.Interop;

/// <summary>An exact fraction in lowest terms. Numbers of more than <see cref="MaxBits"/> bits are refused: no network has them, and a file could claim them.</summary>
internal readonly struct Rational : IComparable<Rational>, IEquatable<Rational>
{
    /// <summary>The most bits of a numerator or denominator.</summary>
    public const int MaxBits = 1 << 13;

    private readonly BigInteger denominator;

    /// <exception cref="DivideByZeroException">The denominator is 0.</exception>
    /// <exception cref="OverflowException">More bits than <see cref="MaxBits"/>.</exception>
    public Rational(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero)
        {
            throw new DivideByZeroException("a division by 0");
        }

        var common = BigInteger.GreatestCommonDivisor(numerator, denominator);
        Numerator = (denominator.Sign < 0 ? -numerator : numerator) / common;
        this.denominator = BigInteger.Abs(denominator) / common;
        if (Numerator.GetBitLength() > MaxBits || this.denominator.GetBitLength() > MaxBits)
        {
            throw new OverflowException($"a number of more than {MaxBits} bits");
        }
    }

    /// <summary>Above the line; has the sign.</summary>
    public BigInteger Numerator { get; }

    /// <summary>Below the line, positive.</summary>
    public BigInteger Denominator => denominator.IsZero ? BigInteger.One : denominator;

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => Numerator.Sign;

    /// <summary>Whether it is a whole number.</summary>
    public bool IsWhole => Denominator.IsOne;

    /// <summary>The exact value of a finite number.</summary>
    /// <exception cref="ArithmeticException">It is not finite.</exception>
    public static Rational From(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArithmeticException($"the number {value.ToString(CultureInfo.InvariantCulture)}");
        }

        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> 52) & 0x7FF;
        long fraction = bits & 0xF_FFFF_FFFF_FFFF;
        BigInteger mantissa = exponent == 0 ? fraction : fraction | 0x10_0000_0000_0000;
        int shift = Math.Max(exponent, 1) - 1075;
        mantissa = bits < 0 ? -mantissa : mantissa;
        return shift >= 0 ? new Rational(mantissa << shift, BigInteger.One) : new Rational(mantissa, BigInteger.One << -shift);
    }

    public static implicit operator Rational(long value) => new(value, BigInteger.One);

    public static Rational operator +(Rational a, Rational b) => new((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    public static Rational operator -(Rational a) => new(-a.Numerator, a.Denominator);

    public static Rational operator -(Rational a, Rational b) => a + -b;

    public static Rational operator *(Rational a, Rational b) => new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    public static Rational operator /(Rational a, Rational b) => new(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    public static bool operator ==(Rational a, Rational b) => a.Equals(b);

    public static bool operator !=(Rational a, Rational b) => !a.Equals(b);

    public static bool operator <(Rational a, Rational b) => a.CompareTo(b) < 0;

    public static bool operator >(Rational a, Rational b) => a.CompareTo(b) > 0;

    public static bool operator <=(Rational a, Rational b) => a.CompareTo(b) <= 0;

    public static bool operator >=(Rational a, Rational b) => a.CompareTo(b) >= 0;

    /// <summary>The largest number of which both are whole multiples; not negative.</summary>
    public static Rational GreatestCommonDivisor(Rational a, Rational b) =>
        new(BigInteger.GreatestCommonDivisor(a.Numerator * b.Denominator, b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    /// <summary>The largest whole number that is not above it.</summary>
    public BigInteger Floor()
    {
        var quotient = BigInteger.DivRem(Numerator, Denominator, out BigInteger rest);
        return rest.Sign < 0 ? quotient - 1 : quotient;
    }

    /// <summary>The value without its fraction.</summary>
    public BigInteger Truncate() => BigInteger.Divide(Numerator, Denominator);

    /// <summary>The nearest double, ties to even (of numbers that no double subnormal is needed for).</summary>
    public double ToDouble()
    {
        // More digits than a double has and fewer than a long; the last one tells whether anything was cut.
        const int Digits = 61;
        int shift = Digits - (int)(BigInteger.Abs(Numerator).GetBitLength() - Denominator.GetBitLength());
        BigInteger above = BigInteger.Abs(Numerator) << Math.Max(shift, 0);
        var quotient = BigInteger.DivRem(above, Denominator << Math.Max(-shift, 0), out BigInteger rest);
        return Sign * Math.ScaleB((long)quotient | (rest.IsZero ? 0L : 1L), -shift);
    }

    public int CompareTo(Rational other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    public bool Equals(Rational other) => Numerator == other.Numerator && Denominator == other.Denominator;

    public override bool Equals(object? obj) => obj is Rational other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Numerator, Denominator);

    public override string ToString() => ToDouble().ToString(CultureInfo.InvariantCulture);
}
