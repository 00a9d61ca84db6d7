using System.Globalization;
using System.Numerics;

namespace PimSim.Interop;

/// <summary>
/// An exact number a + b * sqrt(q): what batch norms make of stored parameters. Sums and products stay in this form as long as
/// only one root occurs; comparing works for any two of them, by squaring.
/// </summary>
internal sealed class Surd : IComparable<Surd>, IEquatable<Surd>
{
    private readonly Rational a;
    private readonly Rational b;
    private readonly Rational q;

    private Surd(Rational a, Rational b, Rational q)
    {
        this.a = a;
        this.b = b;
        this.q = b.Sign == 0 ? default : q;
    }

    public static Surd Zero { get; } = new(0, 0, 0);

    public static Surd One { get; } = new(1, 0, 0);

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => b.Sign == 0 || a.Sign == b.Sign ? a.Sign
        : a.Sign == 0 ? b.Sign
        : (a * a) > (b * b * q) ? a.Sign : b.Sign;

    /// <summary>Its value as a fraction, or null where it has a root.</summary>
    public Rational? Fraction => b.Sign == 0 ? a : null;

    /// <exception cref="ArithmeticException">The number is not finite.</exception>
    public static Surd From(double value) => value switch { 0 => Zero, 1 => One, _ => new(Rational.From(value), 0, 0) };

    public static implicit operator Surd(Rational value) => new(value, 0, 0);

    public static implicit operator Surd(long value) => new(value, 0, 0);

    public static Surd operator +(Surd x, Surd y)
    {
        (Rational root, Rational factor) = Common(x, y);
        return new Surd(x.a + y.a, x.b + (y.b * factor), root);
    }

    public static Surd operator -(Surd x) => new(-x.a, -x.b, x.q);

    public static Surd operator -(Surd x, Surd y) => x + -y;

    public static Surd operator *(Surd x, Surd y)
    {
        (Rational root, Rational factor) = Common(x, y);
        Rational b = y.b * factor;
        return new Surd((x.a * y.a) + (x.b * b * root), (x.a * b) + (x.b * y.a), root);
    }

    /// <exception cref="DivideByZeroException">The divisor is 0.</exception>
    public static Surd operator /(Surd x, Surd y)
    {
        // Its root is none of a fraction, so the norm is 0 only for 0.
        Rational norm = (y.a * y.a) - (y.b * y.b * y.q);
        return x * new Surd(y.a / norm, -y.b / norm, y.q);
    }

    /// <summary>The root of a fraction.</summary>
    /// <exception cref="ArithmeticException">It is negative.</exception>
    public static Surd Sqrt(Rational value)
    {
        if (value.Sign < 0)
        {
            throw new ArithmeticException("the root of a negative number");
        }

        // sqrt(n / d) = sqrt(n d) / d.
        BigInteger radicand = value.Numerator * value.Denominator;
        BigInteger root = WholeRoot(radicand);
        return root * root == radicand ? new Surd(new Rational(root, value.Denominator), 0, 0) : new Surd(0, 1, value);
    }

    /// <summary>A double close to it: itself, where it is one.</summary>
    public double ToDouble()
    {
        const int Digits = 256;
        if (b.Sign == 0)
        {
            return a.ToDouble();
        }

        int shift = Digits + (int)q.Denominator.GetBitLength();
        BigInteger root = WholeRoot((q.Numerator * q.Denominator) << (2 * shift));
        return (a + (b * new Rational(root, q.Denominator << shift))).ToDouble();
    }

    public int CompareTo(Surd? other)
    {
        if (other is null)
        {
            return 1;
        }

        if (ReferenceEquals(this, other))
        {
            return 0;
        }

        if (b.Sign == 0 || other.b.Sign == 0 || q == other.q)
        {
            return (this - other).Sign;
        }

        // x against y, x = a - a' + b sqrt(q), y = b' sqrt(q').
        var x = new Surd(a - other.a, b, q);
        int sign = x.Sign;
        return sign != other.b.Sign ? sign.CompareTo(other.b.Sign) : sign * ((x * x) - (Surd)(other.b * other.b * other.q)).Sign;
    }

    public bool Equals(Surd? other) => other is not null && CompareTo(other) == 0;

    public override bool Equals(object? obj) => Equals(obj as Surd);

    public override int GetHashCode() => a.GetHashCode();

    public override string ToString() => ToDouble().ToString(CultureInfo.InvariantCulture);

    /// <summary>A root for both, and the factor that brings <paramref name="y"/> to it.</summary>
    private static (Rational Root, Rational Factor) Common(Surd x, Surd y)
    {
        if (y.b.Sign == 0 || x.q == y.q)
        {
            return (x.q, 1);
        }

        return x.b.Sign == 0
            ? (y.q, 1)
            : (x.q, Sqrt(y.q / x.q).Fraction ?? throw new ArithmeticException("a sum or product of two different square roots"));
    }

    /// <summary>The largest whole number whose square is not above <paramref name="value"/> (Newton, from above).</summary>
    private static BigInteger WholeRoot(BigInteger value)
    {
        if (value.IsZero)
        {
            return value;
        }

        BigInteger root = BigInteger.One << (int)((value.GetBitLength() + 1) / 2);
        while (true)
        {
            BigInteger next = (root + (value / root)) >> 1;
            if (next >= root)
            {
                return root;
            }

            root = next;
        }
    }
}
