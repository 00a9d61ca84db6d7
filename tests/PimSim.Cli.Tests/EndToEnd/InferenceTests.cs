using System.Text.Json.Nodes;

namespace PimSim.Cli.Tests.EndToEnd;

/// <summary>The default network on real images, as users run it.</summary>
public sealed class InferenceTests
{
    [Fact]
    public async Task All_test_images_on_the_default_device()
    {
        JsonObject result = await CliJson.RunAsync("infer");
        Assert.Equal(10_000, (int)result["accuracy"]!["total"]!);
        Assert.True((double)result["accuracy"]!["value"]! >= 0.902, $"accuracy {result["accuracy"]!["value"]}");
        long cycles = (long)result["time"]!["cycles"]!;
        Assert.Equal(cycles, result["time"]!["byPhase"]!.AsObject().Sum(p => (long)p.Value!));
        Assert.Equal(cycles, result["layers"]!.AsArray().Sum(l => (long)l!["cycles"]!));
        decimal energy = (decimal)result["energy"]!["totalPj"]!;
        Assert.Equal(energy, result["energy"]!["byPart"]!.AsObject().Sum(p => (decimal)p.Value!));
        Assert.Equal(energy, result["layers"]!.AsArray().Sum(l => (decimal)l!["energyPj"]!));
        Assert.All(result["layers"]!.AsArray(), l => Assert.True((long)l!["cycles"]! >= (long)l["peakCycles"]!));
    }

    [Theory]
    [InlineData("hbm2-2000-pim")]
    [InlineData("ddr4-2400-pim")]
    [Trait("Category", "Slow")]
    public async Task Reference_path_equals_the_fast_path_on_20_images(string device)
    {
        JsonObject fast = await CliJson.RunAsync("infer", "--device", device, "--images", "20");
        JsonObject reference = await CliJson.RunAsync("infer", "--device", device, "--images", "20", "--reference");
        Assert.Equal(reference["commands"]!.AsObject().Sum(c => (long)c.Value!), (long)reference["commandsExecuted"]!);
        foreach (string key in (string[])["path", "commandsExecuted"])
        {
            fast.Remove(key);
            reference.Remove(key);
        }

        Assert.Equal(CliJson.WithoutHost(fast), CliJson.WithoutHost(reference));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Any_number_of_threads_gives_the_same_document()
    {
        JsonObject one = await CliJson.RunAsync("infer", "--images", "300", "--threads", "1");
        JsonObject three = await CliJson.RunAsync("infer", "--images", "300", "--threads", "3");
        Assert.Equal(CliJson.WithoutHost(one), CliJson.WithoutHost(three));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Executing_a_recorded_trace_gives_the_predictions_of_infer()
    {
        using TemporaryFolder folder = new();
        string trace = folder.File("t.pimtrace");
        JsonObject recorded = await CliJson.RunAsync("trace", "record", "--images", "5", "--out", trace);
        JsonObject inferred = await CliJson.RunAsync("infer", "--images", "5");
        JsonObject executed = await CliJson.RunAsync("trace", "execute", "--commands", trace, "--data", "fashion-mnist-10k");
        string expected = (string)inferred["predictions"]!["sha256"]!;
        Assert.Equal(expected, (string)recorded["predictions"]!["sha256"]!);
        Assert.Equal(expected, (string)executed["predictions"]!["sha256"]!);
        Assert.Equal((int)inferred["accuracy"]!["correct"]!, (int)executed["accuracy"]!["correct"]!);
        Assert.Equal(0, (long)executed["readOuts"]!["differing"]!);
        Assert.Equal((long)executed["readOuts"]!["total"]!, (long)executed["readOuts"]!["compared"]!);
    }

    [Fact]
    public async Task A_first_layer_on_the_host_is_labelled_and_charged()
    {
        JsonObject host = await CliJson.RunAsync("infer", "--images", "16", "--set", "placement.first=host");
        JsonObject device = await CliJson.RunAsync("infer", "--images", "16");
        Assert.Equal("host", (string)host["layers"]![0]!["where"]!);
        Assert.True((decimal)host["energy"]!["byPart"]!["host"]! > 0);
        Assert.True((long)host["time"]!["byPhase"]!["host"]! > (long)device["time"]!["byPhase"]!["host"]!);
        Assert.Equal((string)device["predictions"]!["sha256"]!, (string)host["predictions"]!["sha256"]!);
    }
}
