using PimSim.Models;
using PimSim.Tests;
using PimSim.Traces;

namespace PimSim.Device.Tests;

/// <summary>
/// The cases that DRAMsim3, Ramulator 2.1 and DRAMSys 5.5 ran (docs/validation.md): our totals lie within 1 % of one of
/// theirs, commands and idle latency are theirs.
/// </summary>
public sealed class ReferenceCaseTests
{
    private const string Ddr4 = "ddr4-2400-validation";
    private const string Hbm2 = "hbm2-2000-validation";

    [Fact]
    public void Ddr4_stream()
    {
        ReplayResult r = Run(Ddr4, new CountedSource(1_000_000, i => new Request(0, (ulong)i * 64, false)));
        Assert.InRange(r.Cycles, 5_114_317 * 0.99, 5_372_368 * 1.01);
        AssertNear(r, Ddr4, "ACT", 8_627, 8_609, 8_607);
        Assert.Equal(1_000_000, Replays.Count(Model(Ddr4), r, "RD"));
    }

    [Fact]
    public void Ddr4_conflict()
    {
        ReplayResult r = Run(Ddr4, new CountedSource(200_000, i => new Request(0, (ulong)i * 131_072 % (8UL << 30), false)));
        Assert.InRange(r.Cycles, (200_000 * 56) + (1_252 * 420) - 50, (200_000 * 56) + (1_252 * 420) + 50);
        Assert.Equal(200_000, Replays.Count(Model(Ddr4), r, "ACT"));
        Assert.Equal(1_252, Replays.Count(Model(Ddr4), r, "REFab"));
        Assert.Equal(0, r.RowHits);
    }

    [Fact]
    public void Ddr4_random()
    {
        ReplayResult r = RunShared(Ddr4, "ddr4_random.trace.gz");
        AssertNear(r.Cycles, 3_598_863, 3_603_528, 3_534_181);
        AssertNear(r, Ddr4, "ACT", 502_178, 499_986, 502_181);
        Assert.Equal(r.Reads - r.ForwardedReads, Replays.Count(Model(Ddr4), r, "RD"));
        Assert.Equal(r.Writes, Replays.Count(Model(Ddr4), r, "WR"));
    }

    [Fact]
    public void Ddr4_idle()
    {
        ReplayResult r = RunShared(Ddr4, "ddr4_idle.trace.gz");
        AssertNear(r.Cycles, 9_999_840, 9_999_839, 9_999_840);
        Assert.Equal(50_000, Replays.Count(Model(Ddr4), r, "ACT"));
        Assert.Equal(1_068, Replays.Count(Model(Ddr4), r, "REFab"));
        Assert.Equal(38, r.ReadLatency.Min);
        Assert.InRange(r.ReadLatency.Mean!.Value, 60.9, 62.5);
    }

    [Fact]
    public void Hbm2_stream()
    {
        ReplayResult r = Run(Hbm2, new CountedSource(1_000_000, i => new Request(0, (ulong)i * 32, false)));
        Assert.InRange(r.Cycles, 2_168_365 * 0.99, 2_176_001 * 1.01);
        AssertNear(r, Hbm2, "ACT", 33_475, 32_583, 32_455);
        Assert.Equal(1_000_000, Replays.Count(Model(Hbm2), r, "RD"));
    }

    [Fact]
    public void Hbm2_idle()
    {
        ReplayResult r = RunShared(Hbm2, "hbm2_idle.trace.gz");
        AssertNear(r.Cycles, 9_999_918, 9_999_908, 9_999_910);
        Assert.Equal(50_000, Replays.Count(Model(Hbm2), r, "ACT"));
        Assert.Equal(2_564, Replays.Count(Model(Hbm2), r, "REFab"));
        Assert.Equal(31, r.ReadLatency.Min);
        Assert.InRange(r.ReadLatency.Mean!.Value, 49.7, 51.6);
    }

    private static DeviceModel Model(string name) => DeviceModelLoader.Load(name, []);

    private static ReplayResult Run(string name, IRequestSource source) =>
        new RequestReplay(Model(name)).Run(source, default(NullRequestObserver), null, TestContext.Current.CancellationToken);

    private static ReplayResult RunShared(string name, string file)
    {
        using IRequestSource source = RequestTraces.Open(SharedFolder.Require("golden/timing/" + file));
        return Run(name, source);
    }

    private static void AssertNear(ReplayResult r, string model, string command, params long[] references) =>
        AssertNear(Replays.Count(Model(model), r, command), references);

    /// <summary>Within 1 % of the nearest reference.</summary>
    private static void AssertNear(long value, params long[] references) =>
        Assert.True(references.Any(x => Math.Abs(value - x) * 100 <= x), $"{value} is not within 1 % of any of {string.Join(", ", references)}");
}
