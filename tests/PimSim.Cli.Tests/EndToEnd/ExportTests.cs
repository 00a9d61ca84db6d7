using System.Text.Json.Nodes;

namespace PimSim.Cli.Tests.EndToEnd;

/// <summary><c>network export</c> as a process.</summary>
public sealed class ExportTests
{
    [Fact]
    public async Task The_shipped_network_is_exported_and_tensors_are_imported_again()
    {
        using TemporaryFolder target = new();
        JsonObject result = await CliJson.RunAsync(
            "network", "export", "bcnn-s", "--format", "safetensors", "--out", target.File("n.safetensors"), "--map", target.File("n.yaml"));
        Assert.Equal("bcnn-s", (string?)result["network"]!["name"]);
        _ = await CliJson.RunAsync("network", "import", target.File("n.safetensors"), "--map", target.File("n.yaml"), "--out", target.File("n.pimnet"));
        result = await CliJson.RunAsync("network", "export", target.File("n.pimnet"), "--format", "onnx", "--out", target.File("n.onnx"));
        Assert.Null(result["map"]);
        Assert.Equal("n.onnx n.pimnet n.safetensors n.yaml", string.Join(" ", target.Names().Order(StringComparer.Ordinal)));
    }

    /// <summary>The binarized set means the same as the real one with its thresholds, takes less room, and no clipping in the device.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public async Task The_binarized_set_gives_the_same_answers()
    {
        using TemporaryFolder target = new();
        _ = await CliJson.RunAsync("network", "export", "bcnn-s", "--format", "pimnet", "--binarized", "--out", target.File("signs.pimnet"));
        JsonObject real = await CliJson.RunAsync("infer", "--images", "40");
        JsonObject signs = await CliJson.RunAsync("infer", "--network", target.File("signs.pimnet"), "--images", "40");
        Assert.Equal((string?)real["predictions"]!["sha256"], (string?)signs["predictions"]!["sha256"], StringComparer.Ordinal);
        Assert.Equal((long?)real["time"]!["cycles"], (long?)signs["time"]!["cycles"]);
        Assert.NotEqual((string?)real["network"]!["hash"], (string?)signs["network"]!["hash"], StringComparer.Ordinal);
        Assert.True((long?)signs["upload"]!["bytes"] < (long?)real["upload"]!["bytes"]);
    }

    [Fact]
    public async Task What_cannot_be_exported_leaves_no_file()
    {
        using TemporaryFolder target = new();
        CliResult format = await CliProcess.RunAsync("network", "export", "bcnn-s", "--format", "caffe", "--out", target.File("n.caffe"));
        Assert.Equal(2, format.ExitCode);
        Assert.Contains("PIM1150", format.Error, StringComparison.Ordinal);
        Assert.Empty(target.Names());
    }
}
