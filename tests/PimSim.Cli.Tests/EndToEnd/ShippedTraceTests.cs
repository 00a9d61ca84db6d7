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
    public async Task It_violates_no_rule()
    {
        JsonObject verified = await CliJson.RunAsync("trace", "verify", "--commands", Shipped);
        Assert.Equal(0, (long)verified["violations"]!);
        Assert.True((long)verified["commandsChecked"]! > 20_000);
        Assert.True(verified["slack"]!.AsObject().Count(s => s.Value is not null && (long)s.Value == 0) >= 30);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task An_inference_on_the_default_model_violates_no_rule()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("hbm2.pimtrace");
        await CliJson.RunAsync("trace", "record", "--images", "1", "--out", file);
        JsonObject verified = await CliJson.RunAsync("trace", "verify", "--commands", file);
        Assert.Equal(0, (long)verified["violations"]!);
        Assert.True((long)verified["commandsChecked"]! > 500_000);
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
