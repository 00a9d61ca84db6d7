namespace PimSim.Cli.Tests.Views;

public sealed class QuantityTests
{
    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(1.2346, "1.235 s")]
    [InlineData(0.00123, "1.230 ms")]
    [InlineData(-45.678e-6, "-45.68 µs")]
    [InlineData(123456789, "123.5 Ms")]
    [InlineData(5e-14, "0.050 ps")]
    public void Prefixes_are_chosen(double value, string text) => Assert.Equal(text, Quantity.Si(value, "s"));

    [Theory]
    [InlineData(0, "")]
    [InlineData(0.5, "██")]
    [InlineData(0.28125, "█▏")]
    [InlineData(1, "████")]
    [InlineData(2, "████")]
    [InlineData(double.NaN, "")]
    public void Bars_are_drawn_in_eighths(double fraction, string bar) => Assert.Equal(bar, Quantity.Bar(fraction, 4));

    [Fact]
    public void Counts_are_separated_in_thousands() => Assert.Equal("1,234,567", Quantity.Count(1_234_567));
}
