using System.Globalization;
using CsCheck;
using PimSim.Tests;

namespace PimSim.Models.Tests;

public sealed class ExpressionTests
{
    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("10 - 3 - 2", "5")]
    [InlineData("12 / 2 / 3", "2")]
    [InlineData("1 / 3 + 1 / 6", "1/2")]
    [InlineData("-2 * -3", "6")]
    [InlineData("0.1 + 0.2", "3/10")]
    [InlineData("ceil(7 / 2)", "4")]
    [InlineData("ceil(-7 / 2)", "-3")]
    [InlineData("max(1, CCD_L, 3)", "4")]
    [InlineData("min( CCD_L , 3 )", "3")]
    [InlineData("max(CCD_L, n) + 1", "10")]
    [InlineData("a1_b", "2")]
    public void Evaluates(string text, string expected)
    {
        Dictionary<string, Rational> names = new(StringComparer.Ordinal) { ["CCD_L"] = 4, ["n"] = 9, ["a1_b"] = 2 };
        Assert.Equal(expected, ExpressionParser.Parse(text).Evaluate(n => names[n]).ToString());
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("1 +", 3)]
    [InlineData("1 2", 2)]
    [InlineData("(1", 2)]
    [InlineData("1)", 1)]
    [InlineData("max()", 4)]
    [InlineData("ceil(1, 2)", 0)]
    [InlineData("sin(1)", 0)]
    [InlineData("3 $ 4", 2)]
    [InlineData("1.2.3", 0)]
    [InlineData("1.", 0)]
    [InlineData("_x", 0)]
    public void RefusesWithPosition(string text, int offset)
    {
        ExpressionException e = Assert.Throws<ExpressionException>(() => ExpressionParser.Parse(text));
        Assert.Equal(("PIM0130", offset), (e.Code, e.Offset));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(200)]
    public void LengthAndDepthAreBounded(int brackets)
    {
        string text = new string('(', brackets) + "1" + new string(')', brackets);
        Assert.Equal("PIM0135", Assert.Throws<ExpressionException>(() => ExpressionParser.Parse(text)).Code);
        string minus = new string('-', 500) + "1";
        Assert.Equal("PIM0135", Assert.Throws<ExpressionException>(() => ExpressionParser.Parse(minus)).Code);
    }

    [Fact]
    public void UnknownNamesAndDivisionByZeroSayWhere()
    {
        ExpressionException name = Assert.Throws<ExpressionException>(() => ExpressionParser.Parse("1 + XY").Evaluate(_ => null));
        Assert.Equal(("PIM0131", 4, "XY"), (name.Code, name.Offset, name.Name));
        ExpressionException zero = Assert.Throws<ExpressionException>(() => ExpressionParser.Parse("1 / (2 - 2)").Evaluate(_ => null));
        Assert.Equal(("PIM0132", 2), (zero.Code, zero.Offset));
    }

    /// <summary>Random trees, printed and parsed again, against evaluation of the tree in decimals.</summary>
    [Fact]
    public void AgreesWithTheOracle() =>
        Trees(3).ForEach(5_000, tree => Assert.Equal(
                tree.Value,
                (decimal)ExpressionParser.Parse(tree.Text).Evaluate(_ => (Rational)7).Ceiling()));

    [Fact]
    public void RoundsAndCompares() =>
        Gen.Select(Gen.Int[-1000, 1000], Gen.Int[1, 50]).ForEach(2_000, (p, q) =>
            {
                Rational value = (Rational)p / q;
                decimal exact = (decimal)p / q;
                Assert.Equal(Math.Ceiling(exact), (decimal)value.Ceiling());
                Assert.Equal(Math.Floor(exact), (decimal)value.Floor());
                Assert.Equal(Math.Floor(((2m * p) + q) / (2m * q)), (decimal)value.Round());
                Assert.Equal(p < q * 3, value < 3);
            });

    [Theory]
    [InlineData("0.833", "833/1000")]
    [InlineData("-1.50", "-3/2")]
    [InlineData("007", "7")]
    [InlineData("1e3", null)]
    [InlineData("+1", null)]
    [InlineData(".5", null)]
    [InlineData("", null)]
    [InlineData("1234567890123456789", null)]
    public void ParsesDecimals(string text, string? expected) =>
        Assert.Equal(expected, Rational.TryParse(text, out Rational value) ? value.ToString() : null);

    /// <summary>Integer-valued trees: division only as ceil of a quotient, so that decimals are exact.</summary>
    private static Gen<(string Text, decimal Value)> Trees(int depth)
    {
        Gen<(string, decimal)> leaf = Gen.OneOf(
            Gen.Int[0, 99].Select(i => (i.ToString(CultureInfo.InvariantCulture), (decimal)i)),
            Gen.Const(("NAME", 7m)));
        if (depth == 0)
        {
            return leaf;
        }

        Gen<(string Text, decimal Value)> sub = Trees(depth - 1);
        return Gen.OneOf(
            leaf,
            Gen.Select(sub, sub).Select((a, b) => ($"({a.Text}) + ({b.Text})", a.Value + b.Value)),
            Gen.Select(sub, sub).Select((a, b) => ($"({a.Text})-({b.Text})", a.Value - b.Value)),
            Gen.Select(sub, sub).Select((a, b) => ($"({a.Text})*({b.Text})", a.Value * b.Value)),
            Gen.Select(sub, sub).Select((a, b) => ($"max({a.Text}, {b.Text})", Math.Max(a.Value, b.Value))),
            Gen.Select(sub, sub).Select((a, b) => ($"min({a.Text},{b.Text})", Math.Min(a.Value, b.Value))),
            Gen.Select(sub, Gen.Int[1, 9]).Select((a, q) => ($"ceil(({a.Text}) / {q})", Math.Ceiling(a.Value / q))));
    }
}
