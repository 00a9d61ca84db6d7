using System.Text.Json.Nodes;

namespace PimSim.Cli.Tests.EndToEnd;

/// <summary><c>infer --baseline plain</c> as it is typed.</summary>
public sealed class BaselineTests
{
    [Theory]
    [InlineData("hbm2-2000-pim")]
    [InlineData("ddr4-2400-pim")]
    public async Task Ratios_are_quotients_and_layers_sum_to_the_bytes(string device)
    {
        JsonObject document = await CliJson.RunAsync("infer", "--device", device, "--images", "20", "--baseline", "plain", "--set", "host.cacheKiB=64");
        JsonNode baseline = document["baseline"]!;
        Assert.Equal("plain", (string)baseline["kind"]!);
        Assert.Equal(65536, (long)baseline["cacheBytes"]!);
        Assert.Equal(
            (long)baseline["bytes"]!,
            baseline["layers"]!.AsArray().Sum(l => (long)l!["weightBytes"]! + (long)l["inputBytes"]! + (long)l["outputBytes"]!));
        Assert.Equal(Names(document), Names(baseline));
        Assert.Equal((double)(long)baseline["cycles"]! / (long)document["time"]!["cycles"]!, (double)baseline["ratio"]!["cycles"]!);
        Assert.Equal((double)baseline["energyPj"]! / (double)document["energy"]!["totalPj"]!, (double)baseline["ratio"]!["energy"]!, 1e-9);
        Assert.True((decimal)baseline["hostEnergyPj"]! < (decimal)baseline["energyPj"]!);
    }

    [Fact]
    public async Task A_table_says_it_and_another_baseline_is_refused()
    {
        CliResult result = await CliProcess.RunAsync("infer", "--images", "2", "--baseline", "plain");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("the same device without PIM", result.Output, StringComparison.Ordinal);
        Assert.Contains("plain / PIM", result.Output, StringComparison.Ordinal);
        CliResult other = await CliProcess.RunAsync("infer", "--images", "2", "--baseline", "cpu");
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("PIM0902", other.Error, StringComparison.Ordinal);
    }

    private static string[] Names(JsonNode node) => [.. node["layers"]!.AsArray().Select(l => (string)l!["name"]!)];
}
