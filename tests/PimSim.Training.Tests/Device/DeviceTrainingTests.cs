using PimSim.Device;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Training.Tests;

/// <summary>
/// Steps on simulated banks, every command executed, against the same steps of the host's trainer: all parameters, thresholds, statistics and
/// moments are the same bits.
/// </summary>
public sealed class DeviceTrainingTests
{
    [Fact]
    public void EveryBitOfAStepIsTheHosts() => Compare("hbm2-2000-pim", 4, 2, new TrainingOptions());

    [Fact]
    public void ThresholdsThemselvesAreLearnedAlike() => Compare("hbm2-2000-pim", 5, 3, new TrainingOptions { Method = TrainingMethod.AbsoluteClipping });

    [Fact]
    public void BlocksOfImagesLieInDomains() => Compare("hbm2-2000-pim", 20, 1, new TrainingOptions());

    [Fact]
    public void ChipsAndBlocksOfImagesInTurn() => Compare("ddr4-2400-pim", 20, 1, new TrainingOptions());

    /// <summary>Methods besides weight clipping with learned ratios; the quantiles of ReCU move from epoch to epoch.</summary>
    [Theory]
    [InlineData(TrainingMethod.Sign)]
    [InlineData(TrainingMethod.XnorNet)]
    [InlineData(TrainingMethod.StandardizedClipping)]
    [InlineData(TrainingMethod.ReCu)]
    public void EveryMethodIsTheHosts(TrainingMethod method)
    {
        Compare("hbm2-2000-pim", 4, 3, new TrainingOptions { Method = method });
        Compare("ddr4-2400-pim", 4, 2, new TrainingOptions { Method = method });
    }

    /// <summary>Momentum, weight decay and schedules; velocities are learned state, a second moment there is none.</summary>
    [Theory]
    [InlineData(TrainingMethod.RelativeClipping)]
    [InlineData(TrainingMethod.AbsoluteClipping)]
    [InlineData(TrainingMethod.StandardizedClipping)]
    public void DescentWithMomentumAndDecay(TrainingMethod method)
    {
        var options = new TrainingOptions
        {
            Method = method,
            Optimizer = new OptimizerOptions { Kind = OptimizerKind.Sgd, Momentum = 0.8f, Decay = 5e-3f },
            Schedule = new ScheduleOptions { Kind = ScheduleKind.Step, StepEpochs = 1, StepFactor = 0.5f, WarmUpSteps = 1 },
        };
        StoredTraining learned = Compare("hbm2-2000-pim", 5, 3, options).Training.Read(0);
        Assert.All(learned.Blocks, b => Assert.Equal(new float[b.Gamma.Values.Length], b.Gamma.Second));
        Compare("ddr4-2400-pim", 4, 2, options);
    }

    [Fact]
    public void DecayGoesThroughAdam()
    {
        var options = new TrainingOptions { Optimizer = new OptimizerOptions { Decay = 0.01f } };
        StoredTraining decayed = Compare("hbm2-2000-pim", 4, 2, options).Host;
        Assert.NotEqual(Compare("hbm2-2000-pim", 4, 2, new TrainingOptions()).Host.DenseWeights.Values, decayed.DenseWeights.Values);
        Compare("ddr4-2400-pim", 4, 1, options);
    }

    [Theory]
    [InlineData("hbm2-2000-pim")]
    [InlineData("ddr4-2400-pim")]
    public void ThePolynomialGradientAugmentationAndSmoothing(string device)
    {
        var plain = new TrainingOptions();
        var options = plain with
        {
            ActivationGradient = ActivationGradient.PiecewisePolynomial,
            LabelSmoothing = 0.1,
            Augmentation = new AugmentationOptions { CropPadding = 1, Flip = true },
        };
        Assert.NotEqual(Compare(device, 4, 2, plain).Host.DenseWeights.Values, Compare(device, 4, 2, options).Host.DenseWeights.Values);
    }

    /// <summary>Lanes of 16 bits: the host's twin rounds as they do, for every method and both optimizers, sums and overflows included.</summary>
    [Theory]
    [InlineData("hbm2-2000-pim", NumberFormat.Bf16, TrainingMethod.RelativeClipping, OptimizerKind.Adam)]
    [InlineData("ddr4-2400-pim", NumberFormat.Fp16, TrainingMethod.RelativeClipping, OptimizerKind.Sgd)]
    [InlineData("ddr4-2400-pim", NumberFormat.Bf16, TrainingMethod.AbsoluteClipping, OptimizerKind.Sgd)]
    [InlineData("hbm2-2000-pim", NumberFormat.Fp16, TrainingMethod.StandardizedClipping, OptimizerKind.Adam)]
    [InlineData("hbm2-2000-pim", NumberFormat.Bf16, TrainingMethod.ReCu, OptimizerKind.Sgd)]
    [InlineData("ddr4-2400-pim", NumberFormat.Fp16, TrainingMethod.XnorNet, OptimizerKind.Adam)]
    [InlineData("hbm2-2000-pim", NumberFormat.Fp16, TrainingMethod.Sign, OptimizerKind.Sgd)]
    public void SixteenBitsAreTheHosts(string device, NumberFormat format, TrainingMethod method, OptimizerKind optimizer)
    {
        var options = new TrainingOptions
        {
            Method = method,
            ActivationGradient = format == NumberFormat.Bf16 ? ActivationGradient.ClippedIdentity : ActivationGradient.PiecewisePolynomial,
            Optimizer = new OptimizerOptions { Kind = optimizer, Decay = 1e-3f },
        };
        StoredTraining rounded = Compare(device, 4, 2, options with { Format = format }).Host;
        Assert.NotEqual(Compare(device, 4, 2, options).Host.DenseWeights.Values, rounded.DenseWeights.Values);
        Assert.All(rounded.DenseWeights.Values, w => Assert.Equal(w, SimdArithmetic.Round(w, format)));
    }

    [Fact]
    public void BlocksOfSixteenBitsLieInDomains() => Compare("hbm2-2000-pim", 20, 1, new TrainingOptions { Format = NumberFormat.Bf16 });

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("hbm2-2000-pim", TrainingMethod.RelativeClipping, 40)]
    [InlineData("hbm2-2000-pim", TrainingMethod.AbsoluteClipping, 18)]
    [InlineData("ddr4-2400-pim", TrainingMethod.RelativeClipping, 18)]
    [InlineData("hbm2-2000-pim", TrainingMethod.StandardizedClipping, 18)]
    [InlineData("ddr4-2400-pim", TrainingMethod.ReCu, 18)]
    [InlineData("hbm2-2000-pim", TrainingMethod.XnorNet, 18)]
    public void OddSizesAndPaddedOnes(string device, TrainingMethod method, int batch) =>
        DeviceSteps.Compare(Stripes.Template, device, new TrainingOptions { BatchSize = batch, Epochs = 2, LearningRate = 3e-3f, Method = method });

    private static DeviceSteps Compare(string device, int batch, int steps, TrainingOptions options) =>
        DeviceSteps.Compare(SmallNetwork.Template, device, options with { BatchSize = batch, Epochs = steps, LearningRate = 3e-3f });
}
