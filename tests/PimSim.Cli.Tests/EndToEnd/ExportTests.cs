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
