using System.Security.Cryptography;
using PimSim.Bnn;
using PimSim.Core;
using PimSim.Data;

namespace PimSim.Training.Tests;

public sealed class TrainerTests
{
    // 150 = 3 batches of 40 (two blocks of 16 and one of 8) and one of 30.
    private static readonly ImageDataSet Train = Stripes.Make(150, 1);
    private static readonly ImageDataSet Test = Stripes.Make(100, 2);
    private static readonly TrainingOptions Options = new() { Epochs = 1, BatchSize = 40, LearningRate = 3e-3f };

    [Theory]
    [InlineData(TrainingMethod.RelativeClipping)]
    [InlineData(TrainingMethod.AbsoluteClipping)]
    [InlineData(TrainingMethod.StandardizedClipping)]
    [InlineData(TrainingMethod.ReCu)]
    [InlineData(TrainingMethod.Sign)]
    [InlineData(TrainingMethod.XnorNet)]
    [InlineData(TrainingMethod.Real)]
    public void AnyNumberOfThreadsGivesTheSameBytes(TrainingMethod method)
    {
        TrainingOptions options = Options with { Method = method, Augmentation = new AugmentationOptions { CropPadding = 1, Flip = true } };
        TrainingResult one = Run(options);
        byte[] expected = NetworkBytes.Of(one.Network);
        foreach (int threads in new[] { 2, 3 })
        {
            TrainingResult other = Run(options with { Threads = threads });
            Assert.Equal(expected, NetworkBytes.Of(other.Network));
            Assert.Equal(one.Epochs[0].Loss, other.Epochs[0].Loss);
            Assert.Equal(one.Epochs[0].TrainAccuracy, other.Epochs[0].TrainAccuracy);
        }
    }

    [Fact]
    public void BytesAreThoseOfEveryVectorWidthAndPlatform()
    {
        // Recorded once; this test runs with AVX-512, with AVX2 and without vectors.
        byte[] bytes = NetworkBytes.Of(Run(Options).Network);
        Assert.Equal("7ee26f21f874f4d95c48e866c824309e", Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]);
    }

    /// <summary>What sketching starts from: signs between layers of real weights.</summary>
    [Fact]
    public void RealWeightsLearnAndStayReal()
    {
        TrainingResult result = Run(Options with { Epochs = 8, Method = TrainingMethod.Real });
        Assert.True(result.TestCorrect >= 90, $"{result.TestCorrect} of {result.TestTotal}");
        Assert.Empty(result.Epochs[^1].Thresholds);
        Assert.All(result.Network.Nodes.OfType<ConvolutionNode>(), c => Assert.IsType<RealWeights>(c.Weights));
        Assert.Equal(3, result.Network.Nodes.OfType<SignNode>().Count());
        Assert.Equal("PIM0802", Assert.Throws<UserErrorException>(() => TrainingMethods.Create(TrainingMethod.Real, new ClippingOptions(), 4)).Diagnostics[0].Code);
    }

    [Fact]
    public void AnotherSeedGivesAnotherNetwork()
    {
        Assert.NotEqual(NetworkBytes.Of(Run(Options).Network), NetworkBytes.Of(Run(Options with { Seed = 2 }).Network));
    }

    [Theory]
    [InlineData(TrainingMethod.RelativeClipping)]
    [InlineData(TrainingMethod.AbsoluteClipping)]
    [InlineData(TrainingMethod.StandardizedClipping)]
    public void ItLearnsAndThresholdsMove(TrainingMethod method)
    {
        TrainingResult result = Run(Options with { Epochs = 8, Method = method });
        Assert.Equal(8, result.Epochs.Count);
        Assert.True(result.Epochs[^1].Loss < 0.5 * result.Epochs[0].Loss);
        Assert.True(result.TestCorrect >= 90, $"{result.TestCorrect} of {result.TestTotal}");
        Assert.Equal(result.TestCorrect / 100.0, result.Epochs[^1].TestAccuracy);
        Assert.Equal("conv2 conv3", string.Join(" ", result.Epochs[0].Thresholds.Select(t => t.Layer)));
        for (int layer = 0; layer < 2; layer++)
        {
            ClipThresholds first = result.Epochs[0].Thresholds[layer];
            ClipThresholds last = result.Epochs[^1].Thresholds[layer];
            Assert.NotEqual(first.Lower, last.Lower);
            Assert.NotEqual(first.Upper, last.Upper);
            Assert.NotEqual(-last.Lower, last.Upper);
        }
    }

    [Theory]
    [InlineData(TrainingMethod.ReCu)]
    [InlineData(TrainingMethod.Sign)]
    [InlineData(TrainingMethod.XnorNet)]
    public void MethodsWithoutThresholdsLearn(TrainingMethod method)
    {
        TrainingResult result = Run(Options with { Epochs = 8, Method = method });
        Assert.True(result.Epochs[^1].Loss < 0.5 * result.Epochs[0].Loss);
        Assert.True(result.TestCorrect >= 90, $"{result.TestCorrect} of {result.TestTotal}");
        Assert.Empty(result.Epochs[^1].Thresholds);
    }

    [Fact]
    public void PlainDescentAndPolynomialGradientLearn()
    {
        TrainingResult result = Run(Options with
        {
            Epochs = 8,
            Method = TrainingMethod.StandardizedClipping,
            ActivationGradient = ActivationGradient.PiecewisePolynomial,
            Optimizer = new OptimizerOptions { Kind = OptimizerKind.Sgd, Decay = 5e-4f },
            LearningRate = 0.05f,
            Schedule = new ScheduleOptions { WarmUpSteps = 5 },
            LabelSmoothing = 0.05,
        });
        Assert.True(result.Epochs[^1].Loss < 0.6 * result.Epochs[0].Loss, $"loss {result.Epochs[0].Loss} to {result.Epochs[^1].Loss}");
        Assert.True(result.TestCorrect >= 85, $"{result.TestCorrect} of {result.TestTotal}");
    }

    [Theory]
    [InlineData(TrainingMethod.RelativeClipping)]
    [InlineData(TrainingMethod.StandardizedClipping)]
    [InlineData(TrainingMethod.ReCu)]
    [InlineData(TrainingMethod.Sign)]
    [InlineData(TrainingMethod.XnorNet)]
    public void NaiveIntegersAgreeWithTheEvaluatorUsedHere(TrainingMethod method)
    {
        TrainingResult result = Run(Options with { Epochs = 2, Method = method });
        NaiveEvaluator naive = new(result.Network);
        Assert.Equal(result.TestCorrect, Enumerable.Range(0, Test.Count).Count(i => naive.Run(Test.Image(i)).Prediction == Test.Labels[i]));
    }

    [Fact]
    public void ProgressTellsEveryTenthBatchAndTheLast()
    {
        Recorder recorder = new();
        new Trainer(Stripes.Template, new FoldedEvaluator()).Run(Options with { BatchSize = 12 }, Train, Test, new TrainingSupervision { Progress = recorder }, CancellationToken.None);
        Assert.Equal([10, 13], recorder.Reports.Select(r => r.Batch));
        Assert.All(recorder.Reports, r => Assert.Equal((1, 13, 2), (r.Epoch, r.Batches, r.Thresholds.Count)));
        Assert.True(recorder.Reports[0].LearningRate > recorder.Reports[1].LearningRate);
        Assert.InRange(recorder.Reports[0].Loss, 0.01, 3.0);
    }

    [Fact]
    public void ProgressTellsBothAccuracies()
    {
        Recorder recorder = new();
        TrainingResult result = new Trainer(Stripes.Template, new FoldedEvaluator()).Run(
            Options with { BatchSize = 12, Epochs = 2 }, Train, Test, new TrainingSupervision { Progress = recorder }, TestContext.Current.CancellationToken);
        Assert.Equal([null, null, result.Epochs[0].TestAccuracy, result.Epochs[0].TestAccuracy], recorder.Reports.Select(r => r.TestAccuracy));
        Assert.All(recorder.Reports, r => Assert.InRange(r.Accuracy, 0.01, 1.0));
        Assert.Equal(result.Epochs.Select(e => e.TrainAccuracy), recorder.Reports.Where(r => r.Batch == r.Batches).Select(r => r.Accuracy));
    }

    [Fact]
    public void WhatCannotBeEvaluatedIsNotTrained()
    {
        Recorder recorder = new();
        UserErrorException refusal = new("PIM0702", "does not fit");
        Trainer trainer = new(Stripes.Template, new Refusing(refusal));
        Assert.Same(refusal, Assert.Throws<UserErrorException>(() => trainer.Run(Options, Train, Test, new TrainingSupervision { Progress = recorder }, TestContext.Current.CancellationToken)));
        Assert.Empty(recorder.Reports);
    }

    [Fact]
    public void CancellationStopsBeforeTheNextBatch()
    {
        Assert.Throws<OperationCanceledException>(() =>
            new Trainer(Stripes.Template, new FoldedEvaluator()).Run(Options, Train, Test, null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void LossThatIsNoNumberIsTheUsersFault()
    {
        Fault("PIM0804", () => Run(Options with { LearningRate = 1e37f, Epochs = 3 }));
    }

    [Fact]
    public void SettingsOutOfRangeAreAllNamed()
    {
        UserErrorException fault = Fault("PIM0801", () => Run(new TrainingOptions
        {
            Epochs = 0,
            BatchSize = 1,
            LearningRate = float.NaN,
            Threads = 0,
            Clipping = new ClippingOptions { InitialRatio = 0.5f, InitialDeviations = 0f },
            Optimizer = new OptimizerOptions { Momentum = 1f, Decay = -1f },
            Schedule = new ScheduleOptions { WarmUpSteps = -1, StepEpochs = 0, StepFactor = 0f },
            Augmentation = new AugmentationOptions { CropPadding = -1 },
            LabelSmoothing = 1.0,
            EvaluateEvery = -1,
        }));
        Assert.Equal(14, fault.Diagnostics.Count);
    }

    [Fact]
    public void ImpossibleNetworksAreRefused()
    {
        NetworkTemplate good = Stripes.Template;
        Fault("PIM0802", () => Run(good with { Blocks = [] }));
        Fault("PIM0802", () => Run(good with { Blocks = [new BlockTemplate { OutChannels = 4, Binary = true }] }));
        Fault("PIM0802", () => Run(good with { Blocks = [new BlockTemplate { OutChannels = 0, Binary = false }] }));
        Fault("PIM0802", () => Run(good with { Blocks = [.. Enumerable.Repeat(new BlockTemplate { OutChannels = 4, Binary = false }, 4)] }));
    }

    [Fact]
    public void ImagesThatDoNotFitAreRefused()
    {
        NetworkTemplate good = Stripes.Template;
        Fault("PIM0803", () => Run(good with { Input = good.Input with { Height = 9 } }));
        Fault("PIM0803", () => Run(good with { Classes = ["one", "two"] }));
    }

    private static TrainingResult Run(TrainingOptions options) =>
        new Trainer(Stripes.Template, new FoldedEvaluator()).Run(options, Train, Test, null, TestContext.Current.CancellationToken);

    private static TrainingResult Run(NetworkTemplate template) =>
        new Trainer(template, new FoldedEvaluator()).Run(Options, Train, Test, null, TestContext.Current.CancellationToken);

    private static UserErrorException Fault(string code, Func<TrainingResult> run)
    {
        UserErrorException fault = Assert.Throws<UserErrorException>(run);
        Assert.All(fault.Diagnostics, d => Assert.Equal(code, d.Code));
        return fault;
    }

    private sealed class Refusing(UserErrorException refusal) : INetworkEvaluator
    {
        public void Check(BnnNetwork network) => throw refusal;

        public int CountCorrect(BnnNetwork network, ImageDataSet images, int threads, CancellationToken cancellationToken) => 0;
    }

    private sealed class Recorder : IProgress<TrainingProgress>
    {
        public List<TrainingProgress> Reports { get; } = [];

        public void Report(TrainingProgress value) => Reports.Add(value);
    }
}
