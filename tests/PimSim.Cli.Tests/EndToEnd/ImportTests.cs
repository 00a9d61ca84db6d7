using System.Text.Json.Nodes;
using PimSim.Tests;

namespace PimSim.Cli.Tests.EndToEnd;

/// <summary>Networks of other tools: imported, and inferred on the device.</summary>
public sealed class ImportTests
{
    [Theory]
    [InlineData("mnist/lfcW1A1", "data/mnist", 983)]
    [InlineData("cifar10/cnvW1A1", "data/cifar10", 805)]
    [Trait("Category", "Slow")]
    public async Task A_folder_of_bnn_pynq_is_as_right_as_published(string folder, string data, int correct)
    {
        string source = SharedFolder.Require($"models/bnn-pynq/params/{folder}");
        using TemporaryFolder target = new();
        string network = target.File("n.pimnet");
        _ = await CliJson.RunAsync("network", "import", source, "--out", network);
        JsonObject inferred = await CliJson.RunAsync("infer", "--network", network, "--data", SharedFolder.Require(data), "--images", "1000");
        Assert.Equal(correct, (int)inferred["accuracy"]!["correct"]!);
    }

    [Fact]
    public async Task What_cannot_be_imported_leaves_no_file()
    {
        using TemporaryFolder target = new();
        await File.WriteAllTextAsync(target.File("x.onnx"), "no network", TestContext.Current.CancellationToken);
        CliResult format = await CliProcess.RunAsync("network", "import", target.File("x.onnx"), "--format", "caffe", "--out", target.File("n.pimnet"));
        Assert.Equal(2, format.ExitCode);
        Assert.Contains("PIM1145", format.Error, StringComparison.Ordinal);
        CliResult missing = await CliProcess.RunAsync("network", "import", target.File("none.npz"), "--map", target.File("map.yaml"), "--out", target.File("n.pimnet"));
        Assert.Equal(2, missing.ExitCode);
        Assert.Equal("x.onnx", Assert.Single(target.Names()));
    }
}
