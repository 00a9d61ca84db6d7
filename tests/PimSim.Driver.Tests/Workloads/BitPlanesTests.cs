namespace PimSim.Driver.Tests;

public sealed class BitPlanesTests
{
    [Theory]
    [InlineData(-128, 127, 8)]
    [InlineData(-1, 0, 1)]
    [InlineData(5, 5, 1)]
    [InlineData(0, 3, 2)]
    [InlineData(-3, 5, 4)]
    [InlineData(-65536, 65536, 18)]
    public void The_fewest_planes_hold_the_range(int least, int most, int count)
    {
        var planes = BitPlanes.Holding(least, most);
        Assert.Equal((count, least), (planes.Count, planes.Offset));
        Assert.True(planes.Holds(least) && planes.Holds(most));
        Assert.False(planes.Holds(least - 1) || planes.Holds(least + planes.Total + 1));
    }

    [Fact]
    public void Weighted_mismatches_give_the_dot_product()
    {
        var planes = BitPlanes.Holding(-5, 9);
        int[] values = [-5, -4, 0, 3, 9, 7, 1];
        bool[] minus = [true, false, false, true, true, false, false];
        int mismatches = 0;
        for (int p = 0; p < planes.Count; p++)
        {
            mismatches += values.Zip(minus).Count(v => planes.DeviceBit(v.First, p) != v.Second) << p;
        }

        Assert.Equal(values.Zip(minus).Sum(v => v.Second ? -v.First : v.First), planes.Top(7, 3) - mismatches);
    }
}
