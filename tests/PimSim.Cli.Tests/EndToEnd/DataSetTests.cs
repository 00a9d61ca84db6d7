using System.IO.Compression;
using System.Text.Json.Nodes;
using PimSim.Data;
using PimSim.Tests;

namespace PimSim.Cli.Tests.EndToEnd;

/// <summary>The same images in other forms give the same answers; bad ones one error.</summary>
public sealed class DataSetTests
{
    private const int Count = 30;

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Arrays_and_PNG_images_give_what_the_embedded_images_give()
    {
        using TemporaryFolder folder = new();
        ImageDataSet data = EmbeddedData.FashionMnist(DataSplit.Test).Take(Count);
        string npz = folder.File("set.npz");
        await File.WriteAllBytesAsync(npz, Npz([Count, 28, 28], data.Pixels, data.Labels), TestContext.Current.CancellationToken);
        for (int i = 0; i < Count; i++)
        {
            string inside = Directory.CreateDirectory(folder.File($"png/test/{data.Labels[i]}")).FullName;
            await File.WriteAllBytesAsync(Path.Combine(inside, $"{i:00}.png"), PngSamples.Plain(28, 28, 0, data.Image(i).ToArray()), TestContext.Current.CancellationToken);
        }

        JsonObject embedded = await CliJson.RunAsync("infer", "--images", $"{Count}");
        JsonObject arrays = await CliJson.RunAsync("infer", "--data", npz);
        JsonObject images = await CliJson.RunAsync("infer", "--data", folder.File("png"));
        Assert.Equal((string?)embedded["predictions"]!["sha256"], (string?)arrays["predictions"]!["sha256"]);
        Assert.Equal((int)embedded["accuracy"]!["correct"]!, (int)images["accuracy"]!["correct"]!);
        Assert.Equal(("set", "png"), ((string?)arrays["data"]!["name"], (string?)images["data"]!["name"]));
    }

    [Fact]
    public async Task A_label_that_no_class_has_is_one_error_and_exit_code_2()
    {
        using TemporaryFolder folder = new();
        string npz = folder.File("set.npz");
        await File.WriteAllBytesAsync(npz, Npz([1, 28, 28], new byte[28 * 28], [200]), TestContext.Current.CancellationToken);
        CliResult result = await CliProcess.RunAsync("infer", "--network", "bcnn-s", "--device", "hbm2-2000-pim", "--data", npz);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("PIM0453", Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bomb_is_one_error_and_exit_code_2()
    {
        using TemporaryFolder folder = new();
        string inside = Directory.CreateDirectory(folder.File("png/a")).FullName;
        byte[] bomb = PngSamples.File(PngSamples.Header(int.MaxValue, int.MaxValue, 8, 0), PngSamples.Data(new byte[1 << 20]));
        await File.WriteAllBytesAsync(Path.Combine(inside, "1.png"), bomb, TestContext.Current.CancellationToken);
        CliResult result = await CliProcess.RunAsync("infer", "--network", "bcnn-s", "--device", "hbm2-2000-pim", "--data", folder.File("png"));
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("PIM0732", Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private static byte[] Npz(int[] shape, byte[] pixels, byte[] labels) => TensorSamples.Zip(
        CompressionLevel.Optimal, ("x.npy", TensorSamples.Npy("|u1", shape, pixels)), ("y.npy", TensorSamples.Npy("|u1", [labels.Length], labels)));
}
