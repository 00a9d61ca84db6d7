using System.Globalization;
using PimSim.Core;

namespace PimSim.Bits.Tests;

public sealed class DeterministicMathTests
{
    [Theory]
    [InlineData("Exp", 1)]
    [InlineData("Log", 1)]
    [InlineData("Sin", 1)]
    [InlineData("Cos", 1)]
    [InlineData("Pow", 1)]
    [InlineData("Tanh", 2)]
    public void DoubleIsWithinUnitsInTheLastPlace(string function, long units)
    {
        int rows = 0;
        foreach ((double x, double y, double expected) in Rows(function))
        {
            double actual = Evaluate(function, x, y);
            long distance = Math.Abs(Ordinal(actual) - Ordinal(expected));
            Assert.True(distance <= units, $"{function}({x:R}, {y:R}) = {actual:R}, not {expected:R}: {distance} units");
            rows++;
        }

        Assert.True(rows > 30);
    }

    [Fact]
    public void FloatIsTheDoubleRoundedOnce()
    {
        foreach ((double x, _, _) in Rows("Exp").Where(r => Math.Abs(r.X) < 80))
        {
            float argument = (float)x;
            Assert.Equal((float)DeterministicMath.Exp((double)argument), DeterministicMath.Exp(argument));
            Assert.Equal((float)DeterministicMath.Sin((double)argument), DeterministicMath.Sin(argument));
            Assert.Equal((float)DeterministicMath.Cos((double)argument), DeterministicMath.Cos(argument));
            Assert.Equal((float)DeterministicMath.Tanh((double)argument), DeterministicMath.Tanh(argument));
            Assert.Equal((float)DeterministicMath.Log((double)Math.Abs(argument)), DeterministicMath.Log(Math.Abs(argument)));
            Assert.Equal((float)DeterministicMath.Pow(2.5, (double)argument), DeterministicMath.Pow(2.5f, argument));
        }
    }

    [Fact]
    public void LogarithmsOfManyAreThoseOfEach()
    {
        const double Infinity = double.PositiveInfinity;
        var random = new PhiloxStream(11, 0);
        var values = new List<double> { 1, 0.5, 2, Math.BitIncrement(1), Math.BitDecrement(1), 1, 0, 3, double.Epsilon, 7, -1, 1, Infinity, 1, double.NaN, 1 };
        for (int i = 0; i < 4097; i++)
        {
            double unit = ((random.NextUInt64() >> 11) + 1) * (1.0 / (1UL << 53));
            values.Add((i % 3) switch { 0 => unit, 1 => Math.ScaleB(unit, (int)(random.NextUInt32() % 2000) - 1000), _ => 1 + ((unit - 0.5) * 1e-3) });
        }

        double[] many = [.. values];
        DeterministicMath.Log(many);
        Assert.Equal(values.Select(v => BitConverter.DoubleToInt64Bits(DeterministicMath.Log(v))), many.Select(BitConverter.DoubleToInt64Bits));
    }

    [Fact]
    public void SpecialValuesAreThoseOfIeee754()
    {
        const double Infinity = double.PositiveInfinity;
        Assert.Equal(Infinity, DeterministicMath.Exp(Infinity));
        Assert.Equal(0.0, DeterministicMath.Exp(-Infinity));
        Assert.Equal(Infinity, DeterministicMath.Exp(710.0));
        Assert.True(double.IsNaN(DeterministicMath.Exp(double.NaN)));
        Assert.Equal(-Infinity, DeterministicMath.Log(0.0));
        Assert.True(double.IsNaN(DeterministicMath.Log(-1.0)));
        Assert.Equal(Infinity, DeterministicMath.Log(Infinity));
        Assert.True(double.IsNaN(DeterministicMath.Cos(Infinity)));
        Assert.True(double.IsNaN(DeterministicMath.Sin(double.NaN)));
        Assert.True(double.IsNegative(DeterministicMath.Sin(-0.0)));
        Assert.Equal(1.0, DeterministicMath.Cos(0.0));
        Assert.Equal(-1.0, DeterministicMath.Tanh(-Infinity));
        Assert.Equal(1.0, DeterministicMath.Pow(double.NaN, 0.0));
        Assert.Equal(1.0, DeterministicMath.Pow(1.0, double.NaN));
        Assert.Equal(-Infinity, DeterministicMath.Pow(-0.0, -3.0));
        Assert.Equal(Infinity, DeterministicMath.Pow(-0.0, -2.0));
        Assert.True(double.IsNegative(DeterministicMath.Pow(-0.0, 3.0)));
        Assert.Equal(0.0, DeterministicMath.Pow(0.5, Infinity));
        Assert.Equal(1.0, DeterministicMath.Pow(-1.0, Infinity));
        Assert.Equal(-Infinity, DeterministicMath.Pow(-Infinity, 3.0));
        Assert.True(double.IsNaN(DeterministicMath.Pow(-2.0, 0.5)));
        Assert.Equal(Infinity, DeterministicMath.Pow(10.0, 400.0));
        Assert.Equal(0.0, DeterministicMath.Pow(10.0, -400.0));
    }

    private static double Evaluate(string function, double x, double y) => function switch
    {
        "Exp" => DeterministicMath.Exp(x),
        "Log" => DeterministicMath.Log(x),
        "Sin" => DeterministicMath.Sin(x),
        "Cos" => DeterministicMath.Cos(x),
        "Tanh" => DeterministicMath.Tanh(x),
        _ => DeterministicMath.Pow(x, y),
    };

    private static IEnumerable<(double X, double Y, double Value)> Rows(string function) =>
        from line in ElementaryReference.Rows.Split('\n')
        let fields = line.Trim().Split(' ')
        where fields[0] == function
        select (Parse(fields[1]), Parse(fields[2]), Parse(fields[3]));

    private static double Parse(string hexadecimal) =>
        BitConverter.UInt64BitsToDouble(ulong.Parse(hexadecimal, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    private static long Ordinal(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        return bits < 0 ? long.MinValue - bits : bits;
    }
}
