using PimSim.Models;

namespace PimSim.Device.Tests;

/// <summary>Requests that enter each channel by itself.</summary>
public sealed class ChannelsApartTests
{
    private const int Count = 40_000;

    [Fact]
    public void All_channels_are_busy_at_once()
    {
        DeviceModel model = DeviceModelLoader.Load("hbm2-2000-pim", []);
        ReplayResult inOrder = Run(model, apart: false);
        ReplayResult apart = Run(model, apart: true);
        Assert.True(inOrder.Cycles >= Count);

        // 16 pseudo-channels with a burst of 2 cycles each; refresh and the first rows on top.
        Assert.InRange(apart.Cycles, Count / 8, Count / 8 * 5 / 4);
        Assert.Equal(Count, apart.Reads);
        Assert.Equal(Count, apart.ReadLatency.Count);
    }

    [Fact]
    public void One_channel_takes_what_it_takes_in_order()
    {
        DeviceModel model = DeviceModelLoader.Load("ddr4-2400-pim", ["organization.channels=1"]);
        Assert.Equal(Run(model, apart: false).Cycles, Run(model, apart: true).Cycles);
    }

    private static ReplayResult Run(DeviceModel model, bool apart)
    {
        ulong burst = (ulong)model.Organization.AccessBits / 8;
        var source = new CountedSource(Count, i => new Request(0, (ulong)i * burst, false));
        return new RequestReplay(model) { ChannelsApart = apart }.Run(source, default(NullRequestObserver), null, TestContext.Current.CancellationToken);
    }
}
