using PimSim.Models;

namespace PimSim.Training.Tests;

/// <summary>
/// Training on faulty cells: the host's path against every command on banks with the same faults, bit for bit in every domain; what that cannot do is refused.
/// </summary>
public sealed class FaultyTrainingTests
{
    private const string Hbm = "hbm2-2000-pim";
    private const string Ddr = "ddr4-2400-pim";

    /// <summary>Every mechanism that training knows, on few blocks of images in several domains and on several blocks in one.</summary>
    [Theory]
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
    [InlineData(Hbm, "faults.stuckAtOne=3e-3", "faults.flipsPerWrite=1e-3", "ecc.dataBits=64")]
    [InlineData(Ddr, "faults.stuckAtOne=3e-3", "faults.deadRows=1e-3", "ecc.dataBits=64")]
    [InlineData(Hbm, "faults.retention.distribution=log-normal", "faults.retention.medianSeconds=1e-3")]
    [InlineData(Hbm, "faults.disturb.flipsPerActivation=1e-6", "faults.disturb.threshold=1")]
    public void BanksGiveWhatTheHostGives(string device, params string[] set) => Compare(SmallNetwork.Template, device, set, new TrainingOptions());

    [Theory]
    [InlineData(TrainingMethod.AbsoluteClipping, OptimizerKind.Adam, Hbm)]
    [InlineData(TrainingMethod.StandardizedClipping, OptimizerKind.Sgd, Hbm)]
    [InlineData(TrainingMethod.ReCu, OptimizerKind.Adam, Ddr)]
    [InlineData(TrainingMethod.XnorNet, OptimizerKind.Sgd, Hbm)]
    [InlineData(TrainingMethod.Sign, OptimizerKind.Adam, Ddr)]
    public void EveryMethodAndOptimizerIsDamagedAlike(TrainingMethod method, OptimizerKind optimizer, string device)
    {
        var options = new TrainingOptions { Method = method, Optimizer = new OptimizerOptions { Kind = optimizer, Decay = 1e-3f }, ActivationGradient = ActivationGradient.PiecewisePolynomial };
        Compare(SmallNetwork.Template, device, ["faults.stuckAtZero=1e-2", "faults.stuckAtOne=1e-4", "faults.flipsPerWrite=1e-4"], options);
    }

    [Theory]
    [InlineData(Hbm, "bf16")]
    [InlineData(Ddr, "fp16")]
    public void LanesOfSixteenBitsAreDamagedAlike(string device, string format) => Compare(
        SmallNetwork.Template, device, ["unit.simdFormat=" + format, "faults.stuckAtOne=1e-3", "faults.flipsPerWrite=1e-4"], new TrainingOptions { Format = format == "bf16" ? NumberFormat.Bf16 : NumberFormat.Fp16 });

    private static void Compare(NetworkTemplate template, string device, string[] set, TrainingOptions options)
    {
        DeviceModel model = DeviceModelLoader.Load(device, set);
        options = options with { BatchSize = 20, Epochs = 2, LearningRate = 3e-3f };
        var damaged = new DeviceSteps(template, model, options);
        var sound = new DeviceSteps(template, DeviceModelLoader.Load(device, [.. set.Where(s => s.StartsWith("unit.", StringComparison.Ordinal))]), options);
        for (int i = 0; i < options.Epochs; i++)
        {
            damaged.Next();
            sound.Next();
        }

        Assert.NotNull(StateComparison.FirstDifference(sound.Placement.Workload, sound.Host, damaged.Host));
    }
}
