using System.Text.Json;
using System.Text.Json.Nodes;

namespace PimSim.Cli.Tests.EndToEnd;

/// <summary><c>infer --timing-only</c>, and networks that are only shapes.</summary>
public sealed class TimingOnlyTests
{
    private static readonly string[] Devices = ["hbm2-2000-pim", "ddr4-2400-pim"];

    [Fact]
    public async Task Timing_is_that_of_the_run_without_what_bits_give()
    {
        foreach (string device in Devices)
        {
            JsonObject whole = await JsonAsync("--device", device, "--images", "17");
            JsonObject timed = await JsonAsync("--device", device, "--images", "17", "--timing-only");
            Assert.Equal("timing", (string)timed["path"]!);
            Assert.Null(timed["data"]!["name"]);
            Assert.Equal(17, (int)timed["data"]!["images"]!);
            Assert.True(whole.Remove("accuracy") && whole.Remove("predictions"));
            foreach (JsonObject document in (JsonObject[])[whole, timed])
            {
                Assert.True(document.Remove("path") && document.Remove("data"));
            }

            Assert.Equal(CliJson.WithoutHost(whole), CliJson.WithoutHost(timed));
        }
    }

    [Fact]
    public async Task Without_a_number_there_are_as_many_images_as_in_the_data()
    {
        JsonObject timed = await JsonAsync("--timing-only", "--device", "ddr4-2400-pim");
        Assert.Equal("fashion-mnist-10k", (string)timed["data"]!["name"]!);
        Assert.Equal(10_000, (int)timed["data"]!["images"]!);
    }

    [Fact]
    public async Task More_images_than_the_data_has_take_so_much_longer()
    {
        long[] cycles = new long[2];
        int[] images = [1_000_000, 1_000_000_000];
        for (int i = 0; i < 2; i++)
        {
            cycles[i] = (long)(await JsonAsync("--timing-only", "--device", "ddr4-2400-pim", "--images", images[i].ToString(System.Globalization.CultureInfo.InvariantCulture)))["time"]!["cycles"]!;
        }

        Assert.InRange(cycles[1] / (double)cycles[0], 999.9, 1000.1);
    }

    [Fact]
    public async Task People_see_no_accuracy()
    {
        CliResult result = await InProcess.RunAsync("infer", "--timing-only", "--images", "3");
        Assert.Equal(ExitCode.Done, result.ExitCode);
        string[] lines = result.Output.Split('\n');
        Assert.DoesNotContain(lines, l => l.Contains("accuracy", StringComparison.Ordinal) && !l.Contains(" infer ", StringComparison.Ordinal));
        Assert.Contains("device time", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PIM0940", "infer", "--timing-only", "--reference")]
    [InlineData("PIM0940", "infer", "--timing-only", "--record", "t.pimtrace")]
    [InlineData("PIM0941", "infer", "--timing-only", "--images", "1000000001")]
    [InlineData("PIM0902", "infer", "--timing-only", "--images", "0")]
    [InlineData("PIM0942", "infer", "--network", "vgg-small", "--reference")]
    [InlineData("PIM0942", "trace", "record", "--network", "vgg-small", "--out", "t.pimtrace")]
    [InlineData("PIM0452", "infer", "--network", "vgg-small", "--data", "fashion-mnist-10k")]
    [InlineData("PIM0880", "train", "--network", "resnet18", "--out", "n.pimnet")]
    public async Task What_cannot_be_timed_is_refused(string code, params string[] args)
    {
        CliResult result = await InProcess.RunAsync(args);
        Assert.Equal(ExitCode.BadInput, result.ExitCode);
        Assert.Contains(code, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData("vgg-small", 7)]
    [InlineData("resnet18", 31)]
    public async Task A_shape_is_timed_without_being_told_so(string network, int layers)
    {
        foreach (string device in Devices)
        {
            CliResult result = await InProcess.RunAsync("infer", "--network", network, "--device", device, "--images", "16", "--json");
            Assert.True(result.ExitCode == ExitCode.Done, result.Error);
            Assert.Contains("--timing-only", result.Error, StringComparison.Ordinal);
            JsonObject timed = Parse(result);
            Assert.Null(timed["accuracy"]);
            Assert.Equal(layers, timed["layers"]!.AsArray().Count);
            Assert.Equal((long)timed["time"]!["cycles"]!, timed["layers"]!.AsArray().Sum(l => (long)l!["cycles"]!));
            Assert.All(timed["layers"]!.AsArray(), l => Assert.True((long)l!["cycles"]! >= (long)l["peakCycles"]!));
        }
    }

    private static async Task<JsonObject> JsonAsync(params string[] args)
    {
        CliResult result = await InProcess.RunAsync(["infer", .. args, "--json"]);
        Assert.True(result.ExitCode == ExitCode.Done, result.Error);
        return Parse(result);
    }

    private static JsonObject Parse(CliResult result)
    {
        using JsonDocument document = JsonDocument.Parse(result.Output);
        SchemaValidator.AssertValid(document.RootElement);
        return JsonNode.Parse(result.Output)!.AsObject();
    }
}
