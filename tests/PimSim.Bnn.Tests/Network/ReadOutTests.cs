namespace PimSim.Bnn.Tests;

public sealed class ReadOutTests
{
    [Fact]
    public void The_first_maximum_wins() => Assert.Equal(1, new ArgMaxReadOut().Classify([1, 3, 3, 2]));

    [Fact]
    public void Affine_values_are_compared_exactly()
    {
        // 0.1 * 3 and 0.3 differ as numbers, not after rounding of the product.
        Assert.Equal(0, new AffineReadOut([0.1, 0.3], [0, 0]).Classify([3, 1]));
        Assert.Equal(1, new AffineReadOut([0.3, 0.1], [0, 0]).Classify([1, 3]));
        Assert.Equal(1, new AffineReadOut([1, -2], [0, 0]).Classify([5, -3]));
        Assert.Equal(1, new AffineReadOut([1, 1], [0, double.Epsilon]).Classify([5, 5]));
        Assert.Equal(0, new AffineReadOut([1, 1], [0, 0]).Classify([5, 5]));
    }

    [Fact]
    public void The_last_that_fires_is_the_class()
    {
        var readOut = new HighestSetReadOut([new(0, AtMost: false), new(2, AtMost: false), new(-1, AtMost: true)]);
        Assert.Equal(2, readOut.Classify([5, 5, -1]));
        Assert.Equal(1, readOut.Classify([5, 2, 0]));
        Assert.Equal(0, readOut.Classify([5, 1, 0]));
        Assert.Equal(0, readOut.Classify([-5, 1, 0]));
    }
}
