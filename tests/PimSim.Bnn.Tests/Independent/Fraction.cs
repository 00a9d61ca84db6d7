using System.Numerics;

namespace PimSim.Bnn.Tests.Independent;

/// <summary>A rational number as a quotient of integers, positive denominator, not reduced.</summary>
internal readonly record struct Fraction(BigInteger Top, BigInteger Bottom) : IComparable<Fraction>
{
    public static Fraction Zero { get; } = new(0, 1);

    /// <summary>The exact value of a float, taken apart by repeated doubling rather than by its bit fields.</summary>
    public static Fraction Of(float value)
    {
        double remaining = value;
        BigInteger bottom = 1;
        while (remaining != Math.Floor(remaining))
        {
            remaining *= 2;
            bottom *= 2;
        }

        return new Fraction(new BigInteger(remaining), bottom);
    }

    public static Fraction operator +(Fraction a, Fraction b) => new((a.Top * b.Bottom) + (b.Top * a.Bottom), a.Bottom * b.Bottom);

    public static Fraction operator -(Fraction a, Fraction b) => new((a.Top * b.Bottom) - (b.Top * a.Bottom), a.Bottom * b.Bottom);

    public static Fraction operator *(Fraction a, Fraction b) => new(a.Top * b.Top, a.Bottom * b.Bottom);

    public static Fraction operator *(Fraction a, int b) => new(a.Top * b, a.Bottom);

    public Fraction Magnitude() => new(BigInteger.Abs(Top), Bottom);

    public int CompareTo(Fraction other) => (Top * other.Bottom).CompareTo(other.Top * Bottom);
}
