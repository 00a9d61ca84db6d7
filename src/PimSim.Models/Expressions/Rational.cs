using System.Globalization;
using System.Numerics;

namespace PimSim.Models;

/// <summary>An exact fraction in lowest terms with a positive denominator.</summary>
internal readonly record struct Rational : IComparable<Rational>
{
    private readonly BigInteger denominatorMinusOne;

    private Rational(BigInteger numerator, BigInteger denominator)
    {
        BigInteger divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        if (denominator.Sign < 0)
        {
            divisor = -divisor;
        }

        Numerator = numerator / divisor;
        denominatorMinusOne = (denominator / divisor) - 1;
    }

    public BigInteger Numerator { get; }

    // Stored less one, so that the default value is a sound 0.
    public BigInteger Denominator => denominatorMinusOne + 1;

    public bool IsInteger => denominatorMinusOne.IsZero;

    public static implicit operator Rational(long value) => new(value, BigInteger.One);

    public static Rational operator +(Rational a, Rational b) =>
        new((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    public static Rational operator -(Rational a, Rational b) => a + -b;

    public static Rational operator -(Rational a) => new(-a.Numerator, a.Denominator);

    public static Rational operator *(Rational a, Rational b) => new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    /// <exception cref="DivideByZeroException"><paramref name="b"/> is 0.</exception>
    public static Rational operator /(Rational a, Rational b) => b.Numerator.IsZero
        ? throw new DivideByZeroException()
        : new(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    public static Rational FromInteger(BigInteger value) => new(value, BigInteger.One);

    public static bool operator <(Rational a, Rational b) => a.CompareTo(b) < 0;

    public static bool operator >(Rational a, Rational b) => a.CompareTo(b) > 0;

    public static bool operator <=(Rational a, Rational b) => a.CompareTo(b) <= 0;

    public static bool operator >=(Rational a, Rational b) => a.CompareTo(b) >= 0;

    /// <summary>Reads a decimal such as <c>12</c>, <c>-0.833</c>: at most 18 digits, no exponent.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Rational value)
    {
        value = default;
        bool negative = text.Length > 0 && text[0] == '-';
        ReadOnlySpan<char> digits = negative ? text[1..] : text;
        int point = digits.IndexOf('.');
        ReadOnlySpan<char> whole = point < 0 ? digits : digits[..point];
        ReadOnlySpan<char> fraction = point < 0 ? [] : digits[(point + 1)..];
        if (whole.Length == 0 || (point >= 0 && fraction.Length == 0) || whole.Length + fraction.Length > 18
            || whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        BigInteger scaled = BigInteger.Parse(string.Concat(whole, fraction), NumberStyles.None, CultureInfo.InvariantCulture);
        value = new Rational(negative ? -scaled : scaled, BigInteger.Pow(10, fraction.Length));
        return true;
    }

    /// <summary>Reads a decimal with an exponent from -99 to 99, such as <c>1e-6</c>.</summary>
    public static bool TryParseScientific(ReadOnlySpan<char> text, out Rational value)
    {
        value = default;
        int at = text.IndexOfAny('e', 'E');
        if (at < 0 || !TryParse(text[..at], out Rational mantissa)
            || !int.TryParse(text[(at + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int exponent) || Math.Abs(exponent) > 99)
        {
            return false;
        }

        Rational power = FromInteger(BigInteger.Pow(10, Math.Abs(exponent)));
        value = exponent < 0 ? mantissa / power : mantissa * power;
        return true;
    }

    public static Rational Max(Rational a, Rational b) => a >= b ? a : b;

    public static Rational Min(Rational a, Rational b) => a <= b ? a : b;

    public BigInteger Floor() =>
        Numerator.Sign >= 0 ? Numerator / Denominator : -((-Numerator + Denominator - 1) / Denominator);

    public BigInteger Ceiling() => -(-this).Floor();

    /// <summary>The nearest integer; halves go up.</summary>
    public BigInteger Round() => new Rational((Numerator * 2) + Denominator, Denominator * 2).Floor();

    public int CompareTo(Rational other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    /// <summary>The nearest double, for properties that people read.</summary>
    public double ToDouble() => (double)Numerator / (double)Denominator;

    public override string ToString() => IsInteger ? Numerator.ToString() : $"{Numerator}/{Denominator}";
}
