namespace PimSim.Bits.Tests;

public sealed class PlaneCountsTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 3)]
    [InlineData(8, 7)]
    [InlineData(37, 5)]
    public void Counts_are_weighted_and_added(int length, int shift)
    {
        int[] counts = [.. Enumerable.Range(0, length).Select(i => (i * 37) % 101)];
        int[] sums = [.. Enumerable.Range(0, length).Select(i => i * 1000)];
        int[] expected = [.. sums.Zip(counts, (s, c) => s + (c * (1 << shift)))];
        PlaneCounts.Add(counts, shift, sums);
        Assert.Equal(expected, sums);
    }

    [Fact]
    public void Lengths_must_agree() => Assert.Throws<ArgumentException>(() => PlaneCounts.Add(new int[3], 1, new int[4]));
}
