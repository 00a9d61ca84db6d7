using System.Text.Json.Nodes;

namespace PimSim.Cli.Tests.EndToEnd;

/// <summary>A short training from the command line.</summary>
public sealed class TrainingTests
{
    [Fact]
    [Trait("Category", "Slow")]
    public async Task Training_writes_a_network_that_infers_as_it_was_evaluated()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("n.pimnet");
        JsonObject trained = await CliJson.RunAsync("train", "--images", "512", "--epochs", "1", "--seed", "3", "--threads", "1", "--out", file);
        Assert.Equal("device", (string)trained["trainedOn"]!);
        JsonObject cost = trained["training"]!.AsObject();
        Assert.Equal((long)cost["cycles"]!, cost["byPhase"]!.AsObject().Sum(p => (long)p.Value!["cycles"]!));
        Assert.Equal((long)cost["epoch"]!["cycles"]!, cost["epoch"]!["layers"]!.AsArray().Sum(l => (long)l!["forward"]!["cycles"]! + (long)l["backward"]!["cycles"]! + (long)l["update"]!["cycles"]!));
        Assert.Equal(4, (int)cost["stepsPerEpoch"]!);
        Assert.Equal(2, trained["thresholds"]!.AsArray().Count);
        JsonObject inferred = await CliJson.RunAsync("infer", "--network", file);
        Assert.Equal((string)trained["predictions"]!["sha256"]!, (string)inferred["predictions"]!["sha256"]!);
        Assert.Equal((double)trained["epochs"]![0]!["testAccuracy"]!, (double)inferred["accuracy"]!["value"]!);

        string again = folder.File("again.pimnet");
        await CliJson.RunAsync("train", "--images", "512", "--epochs", "1", "--seed", "3", "--threads", "3", "--out", again);
        Assert.Equal(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(again, TestContext.Current.CancellationToken));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task The_sequencer_in_the_device_changes_cycles_and_nothing_learned()
    {
        using TemporaryFolder folder = new();
        string[] options = ["train", "--images", "20", "--batch", "16", "--epochs", "1", "--threads", "1"];
        JsonObject host = await CliJson.RunAsync([.. options, "--out", folder.File("host.pimnet")]);
        JsonObject device = await CliJson.RunAsync(
            [.. options, "--out", folder.File("device.pimnet"), "--set", "unit.sequencer=device", "--set", "unit.instructionEntries=512"]);
        Assert.Equal(
            await File.ReadAllBytesAsync(folder.File("host.pimnet"), TestContext.Current.CancellationToken),
            await File.ReadAllBytesAsync(folder.File("device.pimnet"), TestContext.Current.CancellationToken));
        Assert.Equal((string)host["predictions"]!["sha256"]!, (string)device["predictions"]!["sha256"]!);
        JsonObject sequencer = device["training"]!["sequencer"]!.AsObject();
        Assert.Equal("device", (string)sequencer["mode"]!);
        foreach (string phase in (string[])["upload", "forward", "backward", "update"])
        {
            long more = (long)device["training"]!["byPhase"]![phase]!["cycles"]! - (long)host["training"]!["byPhase"]![phase]!["cycles"]!;
            Assert.Equal(more, (long)sequencer["byPhase"]![phase]!["loadCycles"]!);
            Assert.True(more > 0, phase);
        }
    }

    [Fact]
    public async Task A_network_by_name_is_trained_on_the_host_and_infers_as_it_was_evaluated()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("n.pimnet");
        JsonObject trained = await CliJson.RunAsync("train", "--network", "mlp-16x2", "--binarize", "not-first", "--images", "64", "--epochs", "1", "--threads", "1", "--out", file);
        Assert.Equal("host", (string)trained["trainedOn"]!);
        Assert.Null(trained["training"]);
        Assert.Equal("dense2 dense3", string.Join(' ', trained["thresholds"]!.AsArray().Select(t => (string)t!["layer"]!)));
        JsonObject inferred = await CliJson.RunAsync("infer", "--network", file);
        Assert.Equal((string)trained["predictions"]!["sha256"]!, (string)inferred["predictions"]!["sha256"]!);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Lanes_of_16_bits_train_in_their_format_and_fp32_lanes_evaluate()
    {
        JsonObject trained = await CliJson.RunAsync(
            "train", "--images", "8", "--batch", "8", "--epochs", "1", "--threads", "1", "--method", "sign", "--set", "unit.simdFormat=bf16");
        Assert.Equal("device", (string)trained["trainedOn"]!);
        Assert.Equal("bf16", (string)trained["training"]!["numberFormat"]!);
    }
}
