using System.Text.Json.Nodes;

namespace PimSim.Cli.Tests.EndToEnd;

/// <summary>Faults as they are typed.</summary>
public sealed class FaultTests
{
    [Fact]
    public async Task A_run_says_its_faults_and_the_seed_decides_them()
    {
        string[] typed = ["infer", "--images", "40", "--set", "faults.ber.weights=3e-3", "--set", "faults.deadRows=0.01", "--set", "ecc.dataBits=64", "--set", "faults.retention.distribution=log-normal"];
        JsonObject one = await CliJson.RunAsync([.. typed, "--fault-seed", "1"]);
        Assert.Equal(CliJson.WithoutHost(one), CliJson.WithoutHost(await CliJson.RunAsync([.. typed, "--threads", "1"])));
        JsonObject two = await CliJson.RunAsync([.. typed, "--fault-seed", "2"]);
        Assert.NotEqual((string)one["predictions"]!["sha256"]!, (string)two["predictions"]!["sha256"]!, StringComparer.Ordinal);
        JsonNode weights = one["faults"]!["kinds"]!.AsArray().Single(k => (string)k!["kind"]! == "weights")!;
        Assert.InRange((double)(long)weights["ber"]! / (long)weights["bits"]!, 0.0029, 0.0031);
        Assert.Equal(8192 * 3900e-9, (double)one["faults"]!["retention"]!["windowSeconds"]!, 1e-9);
        Assert.True((double)one["faults"]!["accuracyWithinSeed"]!["lower"]! < (double)one["accuracy"]!["value"]!);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_study_gives_every_seed_its_own_run()
    {
        string[] typed = ["infer", "--images", "64", "--set", "faults.ber.weights=1e-2", "--set", "faults.ber.thresholds=1e-3"];
        JsonObject study = await CliJson.RunAsync([.. typed, "--fault-seeds", "3", "--fault-seed", "4"]);
        JsonArray seeds = study["faultStudy"]!["bySeed"]!.AsArray();
        Assert.Equal([4, 5, 6], seeds.Select(s => (long)s!["seed"]!));
        JsonObject alone = await CliJson.RunAsync([.. typed, "--fault-seed", "5"]);
        Assert.Equal((long)alone["accuracy"]!["correct"]!, (long)seeds[1]!["correct"]!);
        JsonNode accuracy = study["faultStudy"]!["accuracy"]!;
        Assert.Equal(seeds.Average(s => (double)s!["value"]!), (double)accuracy["mean"]!, 1e-12);
        Assert.InRange((double)accuracy["mean"]!, (double)accuracy["lower"]!, (double)accuracy["upper"]!);
        Assert.Equal(seeds.Min(s => (double)s!["value"]!), (double)accuracy["worst"]!);
        JsonObject sound = await CliJson.RunAsync("infer", "--images", "64");
        Assert.Equal((string)sound["predictions"]!["sha256"]!, (string)study["predictions"]!["sha256"]!);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Slower_refresh_saves_energy_and_loses_cells()
    {
        string[] typed = ["infer", "--images", "100", "--set", "faults.retention.distribution=log-normal", "--set", "faults.retention.celsius=115"];
        JsonObject usual = await CliJson.RunAsync(typed);
        JsonObject slow = await CliJson.RunAsync([.. typed, "--set", "timing.REFI=390000"]);
        Assert.True((decimal)slow["energy"]!["byPart"]!["refresh"]! < (decimal)usual["energy"]!["byPart"]!["refresh"]!);
        Assert.True((decimal)slow["energy"]!["totalPj"]! < (decimal)usual["energy"]!["totalPj"]!);
        Assert.True(Lost(slow) > Lost(usual));

        static long Lost(JsonObject document) => document["faults"]!["kinds"]!.AsArray().Sum(k => (long)k!["retention"]!);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_training_on_faulty_cells_says_its_faults_and_the_seed_decides_them()
    {
        string[] typed = ["train", "--epochs", "1", "--images", "8", "--batch", "4", "--set", "faults.weights.stuckAtZero=1e-3", "--set", "faults.weights.flipsPerWrite=1e-6"];
        JsonObject one = await CliJson.RunAsync(typed);
        Assert.Equal(CliJson.WithoutHost(one), CliJson.WithoutHost(await CliJson.RunAsync([.. typed, "--threads", "1", "--fault-seed", "1"])));
        JsonNode weights = one["trainingFaults"]!["kinds"]!.AsArray().Single(k => (string)k!["kind"]! == "weights")!;
        Assert.InRange((double)(long)weights["stuckAtZero"]! / (long)weights["bits"]!, 0.0009, 0.0011);
        JsonObject two = await CliJson.RunAsync([.. typed, "--fault-seed", "2"]);
        Assert.NotEqual((long)weights["stuckAtZero"]!, (long)two["trainingFaults"]!["kinds"]![0]!["stuckAtZero"]!);
        Assert.Null((await CliJson.RunAsync("train", "--epochs", "1", "--images", "8", "--batch", "4"))["trainingFaults"]);
    }

    [Theory]
    [InlineData("PIM1205", "infer", "--images", "2", "--fault-seed", "3")]
    [InlineData("PIM1205", "infer", "--images", "2", "--fault-seeds", "3", "--timing-only", "--set", "faults.ber.weights=0.1")]
    [InlineData("PIM1205", "train", "--epochs", "1", "--images", "16", "--fault-seed", "3")]
    [InlineData("PIM1206", "train", "--epochs", "1", "--images", "16", "--set", "faults.flipsPerRead=1e-6")]
    [InlineData("PIM1210", "train", "--epochs", "1", "--images", "16", "--network", "mlp-8x1", "--set", "faults.stuckAtOne=1e-6")]
    [InlineData("PIM1204", "kernel", "run", "add", "--shape", "256", "--device", "hbm2-pim-fp16", "--set", "faults.stuckAtOne=0.1")]
    public async Task What_faults_do_not_go_with_is_refused(string code, params string[] args)
    {
        CliResult result = await CliProcess.RunAsync(args);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(code, result.Error, StringComparison.Ordinal);
    }
}
