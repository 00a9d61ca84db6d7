using System.Text.Json.Nodes;
using PimSim.Tests;

namespace PimSim.Cli.Tests.EndToEnd;

/// <summary><c>infer --requests</c> as it is typed.</summary>
public sealed class TogetherTests
{
    private static readonly string Requests = Path.Combine(SharedFolder.CheckoutRoot(), "traces", "requests.dramsim3.trace");

    [Theory]
    [InlineData("hbm2-2000-pim")]
    [InlineData("ddr4-2400-pim")]
    [Trait("Category", "Slow")]
    public async Task Both_slowdowns_are_said_and_the_inference_stays_what_it_is(string device)
    {
        JsonObject alone = await CliJson.RunAsync("infer", "--device", device, "--images", "4");
        JsonObject both = await CliJson.RunAsync("infer", "--device", device, "--images", "4", "--requests", Requests, "--set", "pim.yield=cycles(500)");
        JsonNode together = both["together"]!;
        foreach (string key in (string[])["accuracy", "predictions", "time", "energy", "commands", "layers"])
        {
            Assert.Equal(alone[key]!.ToJsonString(), both[key]!.ToJsonString());
        }

        Assert.Equal("cycles(500)", (string)together["policy"]!);
        Assert.True((long)together["yields"]! > 0);
        JsonNode inference = together["inference"]!;
        Assert.Equal((long)alone["time"]!["cycles"]!, (long)inference["cyclesAlone"]!);
        Assert.True((long)inference["cyclesTogether"]! > (long)inference["cyclesAlone"]!);
        Assert.Equal((double)(long)inference["cyclesTogether"]! / (long)inference["cyclesAlone"]!, (double)inference["slowdown"]!);
        JsonNode requests = together["requests"]!;
        Assert.Equal(200, (long)requests["reads"]! + (long)requests["writes"]!);
        Assert.True((long)requests["cyclesTogether"]! > (long)requests["cyclesAlone"]!);
        Assert.Equal((double)(long)requests["cyclesTogether"]! / (long)requests["cyclesAlone"]!, (double)requests["slowdown"]!);
        JsonNode latency = requests["readLatency"]!;
        Assert.True((double)latency["together"]!["mean"]! > (double)latency["alone"]!["mean"]!);
        Assert.True((long)latency["together"]!["p99"]! >= (long)latency["together"]!["p50"]!);
        Assert.Equal((double)latency["together"]!["mean"]! / (double)latency["alone"]!["mean"]!, (double)latency["slowdown"]!);
    }

    [Fact]
    public async Task A_program_that_never_yields_makes_requests_wait_for_its_end()
    {
        JsonObject document = await CliJson.RunAsync("infer", "--images", "4", "--requests", Requests, "--set", "pim.yield=never");
        JsonNode together = document["together"]!;
        Assert.Equal("never", (string)together["policy"]!);
        Assert.Equal(0, (long)together["yields"]!);
        Assert.True((long)together["requests"]!["cyclesTogether"]! > (long)together["requests"]!["cyclesAlone"]!);
    }

    [Fact]
    public async Task Requests_to_rows_of_the_network_are_counted_and_noted()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("two.trace");
        await File.WriteAllTextAsync(file, "0x0 READ 0\n0x40 WRITE 5\n0x1ffffffc0 READ 9\n", TestContext.Current.CancellationToken);
        CliResult result = await CliProcess.RunAsync("infer", "--images", "1", "--requests", file, "--requests-format", "dramsim3");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("note: 2 of 3 requests go to rows that hold the network", result.Error, StringComparison.Ordinal);
        Assert.Contains("together with 2 reads and 1 writes, yield layer", result.Output, StringComparison.Ordinal);
        Assert.Contains("read latency, p99", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PIM0901", "--requests-format", "dramsim3")]
    [InlineData("PIM0902", "--requests", "t.trace", "--requests-format", "nothing")]
    [InlineData("PIM0021", "--requests", "is-not-there.trace")]
    public async Task What_cannot_be_read_is_refused(string code, params string[] options)
    {
        CliResult result = await CliProcess.RunAsync(["infer", "--images", "1", .. options]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(code, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }
}
