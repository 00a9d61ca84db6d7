using System.Text.Json.Nodes;
using PimSim.Bnn;

namespace PimSim.Cli.Tests.EndToEnd;

/// <summary><c>network sketch</c> as a process.</summary>
public sealed class SketchTests
{
    [Fact]
    public async Task A_sketched_network_is_inspected_and_inferred()
    {
        using TemporaryFolder folder = new();
        string real = folder.File("real.pimnet");
        string sketched = folder.File("sketched.pimnet");
        NetworkFile.Save(real, Make());
        JsonObject result = await CliJson.RunAsync(
            "network", "sketch", real, "--bits", "3", "--reestimate-norm", "fashion-mnist-10k", "--images", "5", "--out", sketched);
        JsonNode layer = result["layers"]!.AsArray().Single()!;
        double[] errors = [.. layer["squaredErrors"]!.AsArray().Select(e => (double)e!)];
        Assert.True(errors.Length == 3 && errors[0] > errors[1] && errors[1] > errors[2]);
        Assert.True((bool)layer["newNorm"]!);
        Assert.True((long)layer["associative"]!["treeAdditions"]! < (long)layer["associative"]!["plainAdditions"]!);
        JsonObject inspected = await CliJson.RunAsync("network", "inspect", sketched);
        Assert.Equal(
            "conv1 inner-base1 inner-base2 inner-sum2 inner-base3 inner dense",
            string.Join(' ', inspected["layers"]!.AsArray().Select(l => (string)l!["name"]!)));
        JsonObject fast = await CliJson.RunAsync("infer", "--network", sketched, "--images", "2");
        JsonObject slow = await CliJson.RunAsync("infer", "--network", sketched, "--images", "2", "--reference");
        Assert.Equal((string)fast["predictions"]!["sha256"]!, (string)slow["predictions"]!["sha256"]!);
    }

    [Fact]
    public async Task Additions_are_timed_both_ways_beside_the_xnor_units()
    {
        using TemporaryFolder folder = new();
        string real = folder.File("real.pimnet");
        NetworkFile.Save(real, Make());
        JsonObject result = await CliJson.RunAsync("network", "sketch", real, "--bits", "2", "--additions", "1,8", "--set", "organization.channels=1", "--out", folder.File("s.pimnet"));
        JsonNode layer = result["layers"]!.AsArray().Single()!;
        JsonNode[] ways = [.. layer["ways"]!.AsArray().Select(w => w!)];
        Assert.Equal(
            "separate 1, associative 1, separate 8, associative 8, xnor ", string.Join(", ", ways.Select(w => $"{(string)w["way"]!} {w["sideBySide"]}")));
        Assert.Equal((long)layer["associative"]!["plainAdditions"]!, (long)ways[0]["additions"]!);
        Assert.Equal((long)layer["associative"]!["treeAdditions"]!, (long)ways[1]["additions"]!);
        Assert.True((long)ways[1]["cycles"]! < (long)ways[0]["cycles"]!);
        Assert.True((decimal)ways[1]["energyPj"]! < (decimal)ways[0]["energyPj"]!);
        Assert.True((long)ways[2]["cycles"]! < (long)ways[1]["cycles"]!);
        Assert.All(ways.SkipLast(1), w =>
        {
            Assert.Equal((long)w["cycles"]!, w["stages"]!.AsArray().Sum(s => (long)s!["cycles"]!));
            Assert.Equal(128, (int)w["outputPositions"]!);
        });
        JsonObject inferred = await CliJson.RunAsync("infer", "--network", folder.File("s.pimnet"), "--images", "16", "--timing-only", "--set", "organization.channels=1");
        Assert.Equal(
            inferred["layers"]!.AsArray().Where(l => ((string)l!["name"]!).StartsWith("inner-base", StringComparison.Ordinal)).Sum(l => (long)l!["cycles"]!),
            (long)ways[4]["cycles"]!);
    }

    [Theory]
    [InlineData("PIM1182", "bcnn-s", "--bits", "2")]
    [InlineData("PIM1180", "bcnn-s", "--bits", "99")]
    [InlineData("PIM0902", "bcnn-s", "--bits", "2", "--method", "best")]
    [InlineData("PIM0902", "bcnn-s", "--bits", "2", "--images", "5")]
    [InlineData("PIM0902", "bcnn-s", "--bits", "2", "--additions", "1,x")]
    [InlineData("PIM0700", "bcnn-s", "--bits", "2", "--device", "ddr4-2400")]
    public async Task What_cannot_be_sketched_leaves_no_file(string code, params string[] arguments)
    {
        using TemporaryFolder folder = new();
        CliResult result = await CliProcess.RunAsync(["network", "sketch", .. arguments, "--out", folder.File("n.pimnet")]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(code, result.Error, StringComparison.Ordinal);
        Assert.Empty(folder.Names());
    }

    private static BnnNetwork Make() => new()
    {
        Name = "real",
        Input = new InputEncoding { Height = 28, Width = 28, Channels = 1, Mean = [0.3], Deviation = [0.4] },
        Classes = [.. Enumerable.Range(0, 10).Select(i => $"class {i}")],
        Nodes =
        [
            Convolution("conv1", "input", 6, 5, 4, 25),
            Norm("norm1", "conv1", 6),
            new SignNode { Name = "sign1", Inputs = ["norm1"] },
            Convolution("inner", "sign1", 8, 3, 2, 54),
            Norm("norm2", "inner", 8),
            new SignNode { Name = "sign2", Inputs = ["norm2"] },
            new DenseNode { Name = "dense", Inputs = ["sign2"], Outputs = 10, Weights = new RealWeights(Values(320, 29)) },
        ],
    };

    private static ConvolutionNode Convolution(string name, string input, int channels, int kernel, int stride, int depth) => new()
    {
        Name = name,
        Inputs = [input],
        OutChannels = channels,
        KernelHeight = kernel,
        KernelWidth = kernel,
        Stride = stride,
        Padding = 0,
        PaddingValue = PaddingValue.Zero,
        Groups = 1,
        Weights = new RealWeights(Values(channels * depth, 37)),
    };

    private static BatchNormNode Norm(string name, string input, int channels) => new()
    {
        Name = name,
        Inputs = [input],
        Gamma = [.. Enumerable.Repeat(1f, channels)],
        Beta = new float[channels],
        Mean = new float[channels],
        Variance = [.. Enumerable.Repeat(1f, channels)],
        Epsilon = 1e-5f,
    };

    private static float[] Values(int count, int step) => [.. Enumerable.Range(0, count).Select(i => ((i * step) % 101 / 50f) - 1f)];
}
