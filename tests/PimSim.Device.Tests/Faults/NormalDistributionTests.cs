namespace PimSim.Device.Tests;

public sealed class NormalDistributionTests
{
    /// <summary>Values of the tables in Abramowitz and Stegun, and of mpmath for the far tail.</summary>
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.8413447460685429)]
    [InlineData(-1.959963984540054, 0.025)]
    [InlineData(-3, 0.0013498980316300933)]
    [InlineData(-6, 9.865876450376946e-10)]
    [InlineData(-10, 7.61985302416047e-24)]
    [InlineData(3.5, 0.9997673709209645)]
    public void Agrees_with_tables(double z, double expected) => Assert.Equal(1, NormalDistribution.Below(z) / expected, 1e-12);
}
