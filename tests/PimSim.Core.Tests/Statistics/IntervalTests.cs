namespace PimSim.Core.Tests;

/// <summary>Intervals of fractions and means.</summary>
public sealed class IntervalTests
{
    /// <summary>Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.</summary>
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Wilson_agrees_with_published_values(int successes, int trials, double lower, double upper)
    {
        WilsonInterval interval = WilsonInterval.Of(successes, trials);
        Assert.Equal(lower, interval.Lower, 5e-5);
        Assert.Equal(upper, interval.Upper, 5e-5);
    }

    [Fact]
    public void Bootstrap_of_normal_like_values_is_two_standard_errors_wide()
    {
        var random = new PhiloxStream(1, 1);
        double[] values = new double[200];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Enumerable.Range(0, 12).Sum(_ => random.NextSingle()) - 6;
        }

        BootstrapInterval interval = BootstrapInterval.OfMean(values, 7);
        double mean = values.Average();
        double error = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / values.Length / values.Length);
        Assert.Equal(mean - (1.96 * error), interval.Lower, 0.1 * error);
        Assert.Equal(mean + (1.96 * error), interval.Upper, 0.1 * error);
        Assert.Equal(interval, BootstrapInterval.OfMean(values, 7));
        Assert.Equal(new BootstrapInterval(3, 3), BootstrapInterval.OfMean([3, 3, 3], 1));
        Assert.Throws<ArgumentException>(() => BootstrapInterval.OfMean([], 1));
    }
}
