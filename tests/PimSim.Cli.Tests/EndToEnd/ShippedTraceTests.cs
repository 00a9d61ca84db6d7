using System.Text.Json.Nodes;
using PimSim.Tests;

namespace PimSim.Cli.Tests.EndToEnd;

/// <summary>The example in traces: a golden file of programs, controller, cells and trace format together.</summary>
public sealed class ShippedTraceTests
{
    private static readonly string Shipped = Path.Combine(SharedFolder.CheckoutRoot(), "traces", "bcnn-s.ddr4-2400-pim.pimtrace");

    [Fact]
    public async Task It_executes_to_what_it_recorded()
    {
        JsonObject executed = await CliJson.RunAsync("trace", "execute", "--commands", Shipped, "--data", "fashion-mnist-10k");
        JsonObject inferred = await CliJson.RunAsync("infer", "--device", "ddr4-2400-pim", "--images", "1");
        Assert.Equal(0, (long)executed["readOuts"]!["differing"]!);
        Assert.Equal((string)inferred["predictions"]!["sha256"]!, (string)executed["predictions"]!["sha256"]!);
    }

    [Fact]
    public async Task Recording_it_again_gives_the_same_bytes()
    {
        using TemporaryFolder folder = new();
        string again = folder.File("again.pimtrace");
        await CliJson.RunAsync("trace", "record", "--device", "ddr4-2400-pim", "--images", "1", "--out", again);
        Assert.Equal(
            await File.ReadAllBytesAsync(Shipped, TestContext.Current.CancellationToken),
            await File.ReadAllBytesAsync(again, TestContext.Current.CancellationToken));
    }
}
