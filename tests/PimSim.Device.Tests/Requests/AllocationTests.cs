using PimSim.Models;

namespace PimSim.Device.Tests;

/// <summary>A replay allocates when it starts and nothing for a request.</summary>
public sealed class AllocationTests
{
    [Theory]
    [InlineData("ddr4-2400-validation", "")]
    [InlineData("hbm2-2000", "controller.pagePolicy=adaptive")]
    [InlineData("ddr4-2400", "controller.queues=shared")]
    public void Twice_the_requests_allocate_no_more(string name, string setting)
    {
        DeviceModel model = DeviceModelLoader.Load(name, setting.Length == 0 ? [] : [setting]);
        var replay = new RequestReplay(model);
        long few = Allocated(replay, 100_000);
        long many = Allocated(replay, 200_000);

        // The latency histogram may double a few times more; a byte for each request would be 100,000.
        Assert.InRange(many - few, long.MinValue, 50_000);
    }

    private static long Allocated(RequestReplay replay, long count)
    {
        var source = new CountedSource(count, i => new Request(0, (ulong)(i * 2_654_435_761L) & 0xFFFF_FFC0, i % 3 == 0));
        long before = GC.GetAllocatedBytesForCurrentThread();
        replay.Run(source, default(NullRequestObserver), null, TestContext.Current.CancellationToken);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
