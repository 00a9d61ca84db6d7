using PimSim.Core;
using PimSim.Data;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Training.Tests;

/// <summary>
/// Training on faulty cells: the host's path against every command on banks with the same faults, bit for bit in every domain; what that cannot do is refused.
/// </summary>
public sealed class FaultyTrainingTests
{
    private const string Hbm = "hbm2-2000-pim";
    private const string Ddr = "ddr4-2400-pim";

    [Theory]
    [InlineData(Hbm, "faults.stuckAtZero=1e-3", "faults.stuckAtOne=1e-4")]
    [InlineData(Ddr, "faults.weights.stuckAtOne=1e-2", "faults.flipsPerWrite=1e-4")]
    [InlineData(Hbm, "faults.stuckAtOne=3e-3", "faults.flipsPerWrite=1e-3", "ecc.dataBits=64")]
    [InlineData(Hbm, "faults.deadColumns=1e-3", "faults.thresholds.stuckAtZero=5e-2")]
    public void BanksGiveWhatTheHostGives(string device, params string[] set) => Compare(device, set, new TrainingOptions { BatchSize = 4, Epochs = 2 });

    /// <summary>Every mechanism that training knows, on blocks of images in several domains and on several blocks in one.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(Hbm, "faults.stuckAtZero=1e-3")]
    [InlineData(Hbm, "faults.stuckAtOne=1e-3")]
    [InlineData(Ddr, "faults.stuckAtOne=1e-4")]
    [InlineData(Hbm, "faults.weights.stuckAtOne=1e-2")]
    [InlineData(Hbm, "faults.thresholds.stuckAtZero=5e-2")]
    [InlineData(Hbm, "faults.activations.stuckAtZero=5e-2")]
    [InlineData(Hbm, "faults.flipsPerWrite=1e-4")]
    [InlineData(Ddr, "faults.flipsPerWrite=1e-3")]
    [InlineData(Hbm, "faults.deadRows=1e-1", "faults.spares.rowsPerBank=4")]
    [InlineData(Ddr, "faults.deadRows=1e-2")]
    [InlineData(Hbm, "faults.deadColumns=1e-3")]
    [InlineData(Hbm, "faults.ber.weights=1e-3", "faults.ber.activations=1e-4", "faults.ber.thresholds=1e-3")]
    [InlineData(Hbm, "faults.stuckAtOne=3e-3", "faults.flipsPerWrite=1e-3", "ecc.dataBits=128")]
    [InlineData(Ddr, "faults.stuckAtOne=3e-3", "faults.deadRows=1e-3", "ecc.dataBits=64")]
    [InlineData(Hbm, "faults.retention.distribution=log-normal", "faults.retention.medianSeconds=1e-3")]
    [InlineData(Hbm, "faults.disturb.flipsPerActivation=1e-6", "faults.disturb.threshold=1")]
    [InlineData(Hbm, "faults.stuckAtOne=1e-4", "faults.instructions.exposed=false", "unit.sequencer=device")]
    public void EveryMechanismInDomainsAndInTurn(string device, params string[] set) => Compare(device, set, new TrainingOptions { BatchSize = 20, Epochs = 2 });

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(TrainingMethod.AbsoluteClipping, OptimizerKind.Adam, Hbm)]
    [InlineData(TrainingMethod.StandardizedClipping, OptimizerKind.Sgd, Hbm)]
    [InlineData(TrainingMethod.ReCu, OptimizerKind.Adam, Ddr)]
    [InlineData(TrainingMethod.XnorNet, OptimizerKind.Sgd, Hbm)]
    [InlineData(TrainingMethod.Sign, OptimizerKind.Adam, Ddr)]
    public void EveryMethodAndOptimizerIsDamagedAlike(TrainingMethod method, OptimizerKind optimizer, string device)
    {
        var options = new TrainingOptions
        {
            BatchSize = 20,
            Epochs = 2,
            Method = method,
            Optimizer = new OptimizerOptions { Kind = optimizer, Decay = 1e-3f },
            ActivationGradient = ActivationGradient.PiecewisePolynomial,
        };
        Compare(device, ["faults.stuckAtZero=1e-2", "faults.stuckAtOne=1e-4", "faults.flipsPerWrite=1e-4"], options);
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(Hbm, "bf16")]
    [InlineData(Ddr, "fp16")]
    public void LanesOfSixteenBitsAreDamagedAlike(string device, string format) => Compare(
        device,
        ["unit.simdFormat=" + format, "faults.stuckAtOne=1e-3", "faults.flipsPerWrite=1e-4"],
        new TrainingOptions { BatchSize = 20, Epochs = 2, Format = format == "bf16" ? NumberFormat.Bf16 : NumberFormat.Fp16 });

    /// <summary>Rows that spare ones stand for, and kinds that lie in ideal cells, change nothing; nor do threads. Another seed does.</summary>
    [Fact]
    public void FaultsActWhereTheyAreAndFollowTheirSeed()
    {
        TrainingOptions options = new() { BatchSize = 20, Epochs = 2, LearningRate = 3e-3f };
        StoredTraining sound = Host([], options);
        Same(sound, Host(["faults.deadRows=1e-2", "faults.spares.rowsPerBank=400"], options));
        Same(sound, Host(["faults.stuckAtOne=0.1", "faults.weights.exposed=false", "faults.thresholds.exposed=false", "faults.activations.exposed=false"], options));
        string[] set = ["faults.stuckAtZero=1e-3", "faults.flipsPerWrite=1e-4"];
        StoredTraining first = Host(set, options);
        Same(first, Host(set, options with { Threads = 2 }));
        Assert.NotNull(StateComparison.FirstDifference(Workload(options), first, Host(set, options, seed: 2)));
        Assert.NotNull(StateComparison.FirstDifference(Workload(options), first, sound));

        void Same(StoredTraining a, StoredTraining b) => Assert.Null(StateComparison.FirstDifference(Workload(options), a, b));
    }

    [Theory]
    [InlineData("PIM1206", "faults.flipsPerRead=1e-6")]
    [InlineData("PIM1206", "faults.activations.flipsPerRead=1e-6")]
    [InlineData("PIM1208", "faults.stuckAtOne=1e-6", "unit.sequencer=device")]
    [InlineData("PIM1208", "faults.ber.instructions=1e-6", "unit.sequencer=device")]
    public void WhatTheHostsPathCannotDoIsRefused(string code, params string[] set)
    {
        UserErrorException fault = Assert.Throws<UserErrorException>(() => Host(set, new TrainingOptions { BatchSize = 4, Epochs = 1 }));
        Assert.Equal(code, Assert.Single(fault.Diagnostics).Code, StringComparer.Ordinal);
    }

    [Fact]
    public void NetworksThatTheHostTrainsAreRefused()
    {
        TrainableNetwork graph = TrainableNetworks.Resolve("mlp-8x1", null, Stripes.Make(8, 1));
        DeviceModel model = DeviceModelLoader.Load(Hbm, ["faults.stuckAtOne=1e-6"]);
        UserErrorException fault = Assert.Throws<UserErrorException>(() => FaultyTraining.Create(model, graph, new TrainingOptions(), 8, 1, TestContext.Current.CancellationToken));
        Assert.Equal("PIM1210", Assert.Single(fault.Diagnostics).Code, StringComparer.Ordinal);
    }

    /// <summary>A network file takes no channel that is no number; a unit takes it for +1. Scores that are none end the training.</summary>
    [Fact]
    public void WhatIsNoNumberIsStoredAsUnitsTakeIt()
    {
        var signs = PackedSigns.From([1f, -1f, 1f, -1f]);
        var block = new ExportedBlock(new StoredWeights(signs, [float.NaN, -0.5f]), 2, [2f, 3f], [1f, 1f], [4f, 5f], [1f, 1f]);
        ExportedBlock stored = block.Damaged();
        Assert.Equal([0f, -3f], stored.Gamma);
        Assert.Equal([0f, -5f], stored.Mean);
        Assert.Equal([1f, 0.5f], stored.Weights.ChannelScales!);
        UserErrorException fault = Assert.Throws<UserErrorException>(() => ExportedBlock.RequireFinite([1f, float.PositiveInfinity]));
        Assert.Equal("PIM1207", Assert.Single(fault.Diagnostics).Code, StringComparer.Ordinal);
    }

    private static TrainingWorkload Workload(TrainingOptions options) => DeviceWorkload.Create(SmallNetwork.Template, options, DeviceModelLoader.Load(Hbm, []));

    private static void Compare(string device, string[] set, TrainingOptions options)
    {
        options = options with { LearningRate = 3e-3f };
        var damaged = new DeviceSteps(SmallNetwork.Template, DeviceModelLoader.Load(device, set), options);
        for (int i = 0; i < options.Epochs; i++)
        {
            damaged.Next();
        }

        string[] sound = [.. set.Where(s => s.StartsWith("unit.", StringComparison.Ordinal))];
        Assert.NotNull(StateComparison.FirstDifference(damaged.Placement.Workload, Host(sound, options, device: device), damaged.Host));
    }

    /// <summary>What the host's path makes of the same steps.</summary>
    private static StoredTraining Host(string[] set, TrainingOptions options, ulong seed = 1, string device = Hbm)
    {
        DeviceModel model = DeviceModelLoader.Load(device, set);
        ImageDataSet images = Stripes.Make(options.BatchSize * options.Epochs, 5);
        options = options with { Faults = FaultyTraining.Create(model, SmallNetwork.Template, options, options.BatchSize, seed, TestContext.Current.CancellationToken) };
        using IChainNetwork network = SmallNetwork.Template.CreateChain(options);
        var schedule = new UpdateSchedule(options.Schedule, options.LearningRate, 1, options.Epochs);
        for (int epoch = 1; epoch <= options.Epochs; epoch++)
        {
            network.BeginEpoch(epoch, options.Epochs);
            network.Train(images, Enumerable.Range((epoch - 1) * options.BatchSize, options.BatchSize).ToArray(), epoch, schedule.Next());
        }

        return NetworkState.Of(network, DeviceWorkload.Create(SmallNetwork.Template, options, model));
    }
}
