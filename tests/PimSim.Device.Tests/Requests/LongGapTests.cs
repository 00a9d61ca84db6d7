using PimSim.Models;

namespace PimSim.Device.Tests;

/// <summary>A gap of any length costs no work, and changes nothing.</summary>
public sealed class LongGapTests
{
    [Theory]
    [InlineData("ddr4-2400", "controller.pagePolicy=open")]
    [InlineData("ddr4-2400", "organization.ranks=2")]
    [InlineData("hbm2-2000", "refresh.policy=per-bank")]
    [InlineData("lpddr5-6400", "refresh.policy=none")]
    public void Watched_and_skipped_gaps_are_the_same(string name, string setting)
    {
        DeviceModel model = DeviceModelLoader.Load(name, [setting]);
        Request[] requests = [.. Enumerable.Range(0, 60).Select(i => new Request((i / 20 * 9_876_543L) + i, (ulong)i * 77_777_777, i % 3 == 0))];
        (ReplayResult watched, _) = Replays.Run(model, requests);
        ReplayResult skipped = Run(model, requests);
        Assert.Equal(watched.Cycles, skipped.Cycles);
        Assert.Equal(watched.Commands, skipped.Commands);
        Assert.Equal(watched.ReadLatency.Sum, skipped.ReadLatency.Sum);
        Assert.Equal(watched.WriteLatency.Sum, skipped.WriteLatency.Sum);
        Assert.Equal(watched.Banks, skipped.Banks);
        Assert.Equal(watched.Ranks.SelectMany(r => r.ByState), skipped.Ranks.SelectMany(r => r.ByState));
    }

    [Fact]
    public void A_gap_of_a_year_takes_no_time()
    {
        ReplayResult r = Run(DeviceModelLoader.Load("ddr4-2400", []), [new Request(0, 0, false), new Request(40_000_000_000_000_000, 0, false)]);
        Assert.Equal(40_000_000_000_000_000 / DeviceModelLoader.Load("ddr4-2400", []).RefreshIntervalCycles, Replays.Count(DeviceModelLoader.Load("ddr4-2400", []), r, "REFab"));
    }

    private static ReplayResult Run(DeviceModel model, Request[] requests) =>
        new RequestReplay(model).Run(new ListSource(requests), default(NullRequestObserver), null, TestContext.Current.CancellationToken);
}
