using System.Text.Json.Nodes;
using PimSim.Bnn;

namespace PimSim.Cli.Tests.EndToEnd;

/// <summary>A small network with shortcuts as a file: inferred on both paths, recorded, executed without the network, verified.</summary>
public sealed class ResidualTests
{
    [Theory]
    [InlineData("hbm2-2000-pim")]
    [InlineData("ddr4-2400-pim")]
    [Trait("Category", "Slow")]
    public async Task A_recorded_trace_violates_no_rule_and_gives_the_predictions(string device)
    {
        using TemporaryFolder folder = new();
        string network = folder.File("residual.pimnet");
        NetworkFile.Save(network, Make());
        string trace = folder.File("residual.pimtrace");
        string[] run = ["--network", network, "--device", device, "--images", "2"];
        JsonObject fast = await CliJson.RunAsync(["infer", .. run]);
        JsonObject recorded = await CliJson.RunAsync(["trace", "record", .. run, "--out", trace]);
        JsonObject executed = await CliJson.RunAsync("trace", "execute", "--commands", trace, "--data", "fashion-mnist-10k");
        JsonObject verified = await CliJson.RunAsync("trace", "verify", "--commands", trace);
        string expected = (string)fast["predictions"]!["sha256"]!;
        Assert.Equal(expected, (string)recorded["predictions"]!["sha256"]!);
        Assert.Equal(expected, (string)executed["predictions"]!["sha256"]!);
        Assert.Equal(0, (long)executed["readOuts"]!["differing"]!);
        Assert.Equal(0, (long)verified["violations"]!);
        Assert.Equal("simd simd xnor simd simd simd simd", string.Join(' ', fast["layers"]!.AsArray().Select(l => (string)l!["where"]!)));
    }

    [Fact]
    public async Task Inspecting_shows_what_stands_between_layers()
    {
        using TemporaryFolder folder = new();
        string network = folder.File("residual.pimnet");
        NetworkFile.Save(network, Make());
        JsonObject inspected = await CliJson.RunAsync("network", "inspect", network);
        Assert.Equal(
            "conv 5x5 stride 4 pad 2|norm, norm and sign|conv 3x3 stride 2 pad 1|conv 1x1 stride 2|norm, add|average 4|dense",
            string.Join('|', inspected["layers"]!.AsArray().Select(l => (string)l!["kind"]!)));
    }

    /// <summary>28x28x1 to 10 classes: a real layer, a block with a real shortcut of stride 2, an average pool, scores.</summary>
    private static BnnNetwork Make() => new()
    {
        Name = "residual",
        Input = new InputEncoding { Height = 28, Width = 28, Channels = 1, Mean = [0.3], Deviation = [0.4] },
        Classes = [.. Enumerable.Range(0, 10).Select(i => $"class {i}")],
        Nodes =
        [
            Convolution("conv", "input", 10, 5, 4, 2, new RealWeights([.. Enumerable.Range(0, 250).Select(i => ((i * 37) % 19 / 9f) - 1f)])),
            Norm("norm", "conv", 10),
            new SignNode { Name = "sign", Inputs = ["norm"] },
            Convolution("main", "sign", 12, 3, 2, 1, Signs(12 * 9 * 10, 0.5f)),
            Norm("main-norm", "main", 12),
            Convolution("shortcut", "norm", 12, 1, 2, 0, new RealWeights([.. Enumerable.Range(0, 120).Select(i => ((i * 31) % 13 / 6f) - 1f)])),
            new AddNode { Name = "add", Inputs = ["main-norm", "shortcut"] },
            new AveragePoolNode { Name = "average", Inputs = ["add"], Size = 4, Stride = 4 },
            new DenseNode { Name = "dense", Inputs = ["average"], Outputs = 10, Weights = new RealWeights([.. Enumerable.Range(0, 120).Select(i => ((i * 29) % 23 / 11f) - 1f)]) },
        ],
    };

    private static ConvolutionNode Convolution(string name, string input, int channels, int kernel, int stride, int padding, WeightSet weights) => new()
    {
        Name = name,
        Inputs = [input],
        OutChannels = channels,
        KernelHeight = kernel,
        KernelWidth = kernel,
        Stride = stride,
        Padding = padding,
        PaddingValue = PaddingValue.Zero,
        Groups = 1,
        Weights = weights,
    };

    private static BatchNormNode Norm(string name, string input, int channels) => new()
    {
        Name = name,
        Inputs = [input],
        Gamma = [.. Enumerable.Range(0, channels).Select(c => c % 3 == 0 ? -0.5f : 1.5f)],
        Beta = [.. Enumerable.Range(0, channels).Select(c => c / 10f)],
        Mean = [.. Enumerable.Range(0, channels).Select(c => (c - 4) / 3f)],
        Variance = [.. Enumerable.Repeat(2f, channels)],
        Epsilon = 1e-5f,
    };

    private static BinarizedWeights Signs(int count, float scale)
    {
        ulong[] bits = new ulong[(count + 63) / 64];
        for (int i = 0; i < count; i++)
        {
            bits[i / 64] |= (ulong)((i * 41) % 17 % 2) << (i % 64);
        }

        return new BinarizedWeights(bits, count, scale);
    }
}
