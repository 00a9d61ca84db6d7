using PimSim.Core;

namespace PimSim.Data.Tests;

public sealed class ImageDataSetTests
{
    private static readonly ImageDataSet Three = new("three", 1, 2, 1, ["a", "b"], [1, 2, 3, 4, 5, 6], [0, 1, 0]);

    [Fact]
    public void Images_are_slices()
    {
        Assert.Equal([3, 4], Three.Image(1).ToArray());
        Assert.Equal((3, 2, 2), (Three.Count, Three.ClassCount, Three.ImageBytes));
    }

    [Fact]
    public void Take_keeps_the_first()
    {
        ImageDataSet two = Three.Take(2);
        Assert.Equal([1, 2, 3, 4], two.Pixels);
        Assert.Equal([0, 1], two.Labels);
        Assert.Same(Three, Three.Take(3));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(4)]
    public void Take_of_what_is_not_there_is_PIM0300(int count)
    {
        Assert.Equal("PIM0300", Samples.Diagnose(() => Three.Take(count)).Code);
    }

    [Fact]
    public void Arrays_that_disagree_are_a_bug()
    {
        Assert.Throws<InternalErrorException>(() => new ImageDataSet("x", 1, 2, 1, ["a"], [1, 2, 3], [0]));
        Assert.Throws<InternalErrorException>(() => new ImageDataSet("x", 1, 2, 1, ["a"], [1, 2], [1]));
    }
}
