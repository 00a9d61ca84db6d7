using PimSim.Core;

namespace PimSim.Models.Tests;

public sealed class OverrideTests
{
    [Fact]
    public void TimingChangesLatencies()
    {
        MemoryStandard standard = DeviceModelLoader.Load("hbm2-2000-pim", ["timing.RCDRD=20", "timing.PIPE=6"]).Standard;

        Assert.Equal(21, standard.Constraints.Single(r => r.Name == "RCDRD").LatencyAfter(0));
        Assert.Equal(10, standard.Constraints.Single(r => r.Name == "XNOR-RESULT").LatencyAfter(1));
        Assert.Equal(20, standard.Parameters["RCDRD"]);
    }

    [Fact]
    public void WordsCountsAndTheClockCanBeSet()
    {
        DeviceModel model = DeviceModelLoader.Load(
            "hbm2-2000-pim",
            ["unit.simdFormat=bf16", "placement.first=host", "refresh.policy=none", "clock=0.8", "host.turnaroundNs=100.1"]);

        Assert.Equal(16, model.Unit!.SimdLanes);
        Assert.True(model.FirstLayerOnHost);
        Assert.Equal(0, model.RefreshIntervalCycles);
        Assert.DoesNotContain(model.Standard.Constraints, r => r.Max);
        Assert.Equal(800.0, model.ClockPs);
        Assert.Equal(126, model.HostTurnaroundCycles);
    }

    [Fact]
    public void PostponingSetsTheDeadline()
    {
        MemoryStandard standard = DeviceModelLoader.Load("ddr4-2400-pim", ["timing.POSTPONE=0"]).Standard;
        Assert.Equal(9364, standard.Constraints.Single(r => r.Max).LatencyAfter(0));
        standard = DeviceModelLoader.Load("ddr4-2400-pim", []).Standard;
        Assert.Equal(9364 * 9, standard.Constraints.Single(r => r.Max).LatencyAfter(0));
    }

    [Theory]
    [InlineData("timing.RCDRT=3", "PIM0114", "did you mean 'timing.RCDRD'?")]
    [InlineData("tming.CL=3", "PIM0114", "did you mean 'timing.CL'?")]
    [InlineData("placement.imagePerGroup=3", "PIM0114", "did you mean 'placement.imagesPerGroup'?")]
    [InlineData("timing.CL=fast", "PIM0107", null)]
    [InlineData("timing.CL=2.5", "PIM0107", "give times that are no whole cycles in ns")]
    [InlineData("organization.rows=0", "PIM0108", "it must be from 1 to 16777216")]
    [InlineData("unit.overflow=maybe", "PIM0109", "it is one of error, wrap, saturate")]
    [InlineData("timing.CL", "PIM0113", "write --set path.to.parameter=value")]
    [InlineData("standard=hbm22", "PIM0121", "did you mean 'hbm2'?")]
    public void WrongOnesAreRefused(string text, string code, string? remedy)
    {
        UserErrorException e = Assert.Throws<UserErrorException>(() => DeviceModelLoader.Load("hbm2-2000-pim", [text]));
        Diagnostic only = Assert.Single(e.Diagnostics);
        Assert.Equal((code, null, remedy), (only.Code, only.File, only.Remedy));
    }

    [Fact]
    public void EveryNumberCanBeSetToItsOwnValue()
    {
        foreach (string device in DeviceCatalog.Names)
        {
            DeviceModel model = DeviceModelLoader.Load(device, []);
            string[] all = [.. model.Numbers.Select(n => $"{n.Path}={n.Value}")];
            Assert.Equal(model.Hash, DeviceModelLoader.Load(device, all).Hash);
        }
    }

    [Fact]
    public void SetNumbersSayThatTheyWereSet()
    {
        DeviceModel model = DeviceModelLoader.Load("hbm2-2000-pim", ["timing.CL=15"]);
        ModelNumber number = model.Numbers.Single(n => n.Path == "timing.CL");
        Assert.Equal(("15", "cycles"), (number.Value, number.Unit));
        Assert.StartsWith("set by --set (model: HBM2-2000", number.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void TheHostsCacheHasADefaultThatSaysWhatItIs()
    {
        DeviceModel model = DeviceModelLoader.Load("hbm2-2000-pim", []);
        Assert.Equal(2048 * 1024, model.HostCacheBytes);
        Assert.StartsWith("estimate:", model.Numbers.Single(n => n.Path == "host.cacheKiB").Source, StringComparison.Ordinal);
        Assert.Equal(64 * 1024, DeviceModelLoader.Load("hbm2-2000-pim", ["host.cacheKiB=64"]).HostCacheBytes);
    }

    [Fact]
    public void HashFollowsValuesAndNothingElse()
    {
        using TinyModel plain = new();
        string hash = plain.Load().Hash;
        Assert.Equal(32, hash.Length);
        using TinyModel retold = new(device: "# a comment\n" + TinyModel.Device
            .Replace("source: test", "source: someone else", StringComparison.Ordinal)
            .Replace("description: tiny", "description: small", StringComparison.Ordinal)
            .Replace("{value: 21, unit: ns, source: other}", "11", StringComparison.Ordinal));
        Assert.Equal(hash, retold.Load().Hash);
        Assert.Equal(hash, plain.Load("timing.CL=3").Hash);

        string[] changed = ["timing.CL=4", "timing.EXTRA=2", "energy.XNOR=6", "unit.accumulators=9", "host.turnaroundNs=4", "host.cacheKiB=64", "clock=2.001", "placement.firstRow=1"];
        string[] hashes = [hash, .. changed.Select(c => plain.Load(c).Hash)];
        Assert.Equal(hashes.Length, hashes.Distinct(StringComparer.Ordinal).Count());
    }
}
