using System.Text.Json;
using PimSim.Bnn;

namespace PimSim.Cli.Tests.Verbs;

public sealed class NetworkVerbTests
{
    [Fact]
    public async Task List_follows_its_schema()
    {
        CliResult result = await InProcess.RunAsync("network", "list", "--json");
        Assert.Equal(ExitCode.Done, result.ExitCode);
        using JsonDocument document = JsonDocument.Parse(result.Output);
        SchemaValidator.AssertValid(document.RootElement);
    }

    [Fact]
    public void Layers_are_described_and_counted()
    {
        NetworkInspectView view = NetworkInspectView.Of("small", Small());
        SchemaValidator.AssertValid(TextView.Json(view));
        NetworkLayerView conv = view.Summary.Layers[0];
        Assert.Equal("conv 3x3 pad 1, pool 2, sign", conv.Kind);
        Assert.Equal(("simd", "xnor"), (conv.Where, view.Summary.Layers[1].Where));
        Assert.Equal(0, conv.BitMacs);
        Assert.Equal(6 * 6 * 2 * 9, conv.RealMacs);
        Assert.Equal(2 * 9, conv.Parameters);
        Assert.Null(conv.Thresholds);

        NetworkLayerView binary = view.Summary.Layers[1];
        Assert.Equal("conv 3x3, sign", binary.Kind);
        Assert.Equal(1, binary.InputBits);
        Assert.Equal(1, binary.WeightBits);
        Assert.Equal(4 * 9 * 2, binary.BitMacs);
        Assert.Equal((-0.5f, 0.5f), binary.Clip);
        Assert.Equal((9 * 2 / 2, 9 * 2 / 2), binary.Thresholds);

        NetworkLayerView dense = view.Summary.Layers[2];
        Assert.Equal("dense", dense.Kind);
        Assert.Equal((3 * 4) + 3, dense.Parameters);
    }

    [Fact]
    public void The_table_says_what_runs_where_within_a_hundred_columns()
    {
        string[] lines = [.. TextView.Table(NetworkInspectView.Of("small", Small())).Split('\n').Select(line => line.TrimEnd())];
        string rows = string.Join('\n', lines.Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
        Assert.Contains(
            "pixels mean, deviation host 6x6x1\nconv1 conv 3x3 pad 1 SIMD unit 3x3x2 32 x 32 - 18 648.0\npool 2, sign SIMD unit\nconv2 conv 3x3 XNOR unit 1x1x4 1 x 1 9 .. 9 74 72.00\nsign XNOR unit\n",
            rows,
            StringComparison.Ordinal);
        Assert.Contains("class largest score host 3", rows, StringComparison.Ordinal);
        Assert.Contains("conv2 -0.5000 0.5000", rows, StringComparison.Ordinal);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 100));
    }

    private static BnnNetwork Small() => new()
    {
        Name = "small",
        Input = new InputEncoding { Height = 6, Width = 6, Channels = 1, Mean = [0.5], Deviation = [0.25] },
        Classes = ["a", "b", "c"],
        Nodes =
        [
            Convolution("conv1", BnnNetwork.InputName, 2, 1, new RealWeights(Ramp(18))),
            new MaxPoolNode { Name = "pool1", Inputs = ["conv1"], Size = 2, Stride = 2 },
            new SignNode { Name = "sign1", Inputs = ["pool1"] },
            Convolution("conv2", "sign1", 4, 0, new ClippedWeights(Ramp(72), -0.5f, 0.5f)),
            new SignNode { Name = "sign2", Inputs = ["conv2"] },
            new DenseNode { Name = "dense", Inputs = ["sign2"], Outputs = 3, Weights = new RealWeights(Ramp(12)), Bias = [0, 0, 0] },
        ],
    };

    private static ConvolutionNode Convolution(string name, string input, int channels, int padding, WeightSet weights) => new()
    {
        Name = name,
        Inputs = [input],
        OutChannels = channels,
        KernelHeight = 3,
        KernelWidth = 3,
        Stride = 1,
        Padding = padding,
        PaddingValue = PaddingValue.Zero,
        Groups = 1,
        Weights = weights,
    };

    private static float[] Ramp(int count) => [.. Enumerable.Range(0, count).Select(i => (i - (count / 2) + 0.5f) / count)];
}
