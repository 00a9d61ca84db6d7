namespace PimSim.Cluster.Tests.Worker;

/// <summary>What a worker has and wants.</summary>
public sealed class HeldPointsTests
{
    [Theory]
    [InlineData(0.02, 52)]
    [InlineData(0.001, 66)]
    [InlineData(1, 4)]
    [InlineData(10, 2)]
    public void Short_points_are_taken_ahead_and_long_ones_are_not(double seconds, int wanted)
    {
        using HeldPoints held = new(2);
        Assert.Equal(4, held.Wanted);
        held.Took(TimeSpan.FromSeconds(seconds));
        Assert.Equal(wanted, held.Wanted);
        held.Add("s", new WirePoint("p", "{}"));
        Assert.Equal(wanted - 1, held.Wanted);
    }

    [Fact]
    public void What_ended_is_reported_until_it_was_heard()
    {
        using HeldPoints held = new(1);
        held.Add("s", new WirePoint("p", "{}"));
        Assert.Equal(["p"], held.Of("s").Held, StringComparer.Ordinal);
        Assert.Empty(held.Of("s").Ended);
        PointEnd end = new("p", PointEndKind.Stored);
        held.End("s", end);
        Assert.Empty(held.Of("s").Held);
        Assert.Equal([end], held.Of("s").Ended);
        Assert.Equal(["s"], held.SweepsToReport, StringComparer.Ordinal);
        held.Reported("s", [end]);
        Assert.Empty(held.SweepsToReport);
    }
}
