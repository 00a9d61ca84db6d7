using System.Text.Json.Nodes;

namespace PimSim.Cli.Tests.EndToEnd;

/// <summary><c>kernel run</c> as it is typed.</summary>
public sealed class KernelTests
{
    [Fact]
    public async Task A_small_kernel_is_executed_and_checked()
    {
        JsonObject document = await CliJson.RunAsync("kernel", "run", "gemv", "--shape", "96x200", "--batch", "2", "--device", "hbm2-pim-fp16");

        Assert.Equal("reference", (string)document["path"]!);
        Assert.Equal(0, (long)document["check"]!["mismatches"]!);
        Assert.Equal(96 * 2 * 16, (long)document["check"]!["values"]!);
        Assert.Equal(96 * 200 * 2, (long)document["kernel"]!["operations"]!);
        Assert.Equal((long)document["time"]!["cycles"]!, document["time"]!["byPhase"]!.AsObject().Sum(p => (long)p.Value!));
        Assert.Null(document["energy"]);
        Assert.NotNull(document["energyAbsentReason"]);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_large_kernel_is_timed_and_reference_changes_no_cycle()
    {
        JsonObject timed = await CliJson.RunAsync("kernel", "run", "relu", "--shape", "2M");
        JsonObject executed = await CliJson.RunAsync("kernel", "run", "relu", "--shape", "2097152", "--reference");

        Assert.Equal("timing", (string)timed["path"]!);
        Assert.Null(timed["check"]);
        Assert.Equal(0, (long)timed["commandsExecuted"]!);
        Assert.Equal("reference", (string)executed["path"]!);
        Assert.Equal(0, (long)executed["check"]!["mismatches"]!);
        foreach (string key in (string[])["time", "commands", "peakCycles", "utilization", "device"])
        {
            Assert.Equal(timed[key]!.ToJsonString(), executed[key]!.ToJsonString());
        }
    }

    [Fact]
    public async Task The_plain_baseline_is_the_traffic_of_a_host()
    {
        JsonObject document = await CliJson.RunAsync("kernel", "run", "add", "--shape", "512K", "--baseline", "plain", "--set", "organization.channels=16");

        JsonNode plain = document["baseline"]!;
        Assert.Equal(2 * 524288 / 16, (long)plain["reads"]!);
        Assert.Equal(524288 / 16, (long)plain["writes"]!);
        Assert.InRange((double)plain["ratio"]!, 1.5, 3);
        CliResult other = await CliProcess.RunAsync("kernel", "run", "add", "--shape", "1K", "--baseline", "cpu");
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("PIM0902", other.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gemv", "256x256", "reference")]
    [InlineData("relu", "2M", "timing")]
    public async Task The_commands_of_a_kernel_are_kept_and_legal(string kernel, string shape, string path)
    {
        using TemporaryFolder folder = new();
        string trace = folder.File("kernel.pimtrace");
        JsonObject document = await CliJson.RunAsync("kernel", "run", kernel, "--shape", shape, "--record", trace);
        JsonObject plain = await CliJson.RunAsync("kernel", "run", kernel, "--shape", shape);
        Assert.Equal(path, (string)document["path"]!);
        long commands = document["commands"]!.AsObject().Sum(c => (long)c.Value!);
        Assert.Equal(commands, (long)document["record"]!["commands"]!);
        Assert.Equal(new FileInfo(trace).Length, (long)document["record"]!["fileBytes"]!);
        Assert.True(document.Remove("record"));
        Assert.Equal(CliJson.WithoutHost(plain), CliJson.WithoutHost(document));

        JsonObject verified = await CliJson.RunAsync("trace", "verify", trace);
        Assert.Equal((0L, commands), ((long)verified["violations"]!, (long)verified["commandsChecked"]!));
    }

    [Fact]
    public async Task A_table_says_what_was_compared()
    {
        CliResult result = await CliProcess.RunAsync("kernel", "run", "add", "--shape", "1K");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("1,024 values compared", result.Output, StringComparison.Ordinal);
        Assert.Contains("PIM_VECTOR_ROW", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PIM0930", "gemm", "64x64")]
    [InlineData("PIM0931", "gemv", "64")]
    [InlineData("PIM0931", "gemv", "64x64x64")]
    [InlineData("PIM0931", "gemv", "64x-1")]
    [InlineData("PIM0931", "add", "64x64")]
    [InlineData("PIM0931", "add", "4096M")]
    [InlineData("PIM0722", "relu", "0")]
    public async Task Shapes_that_mean_nothing_are_refused(string code, string kernel, string shape)
    {
        CliResult result = await CliProcess.RunAsync("kernel", "run", kernel, "--shape", shape);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(code, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }
}
