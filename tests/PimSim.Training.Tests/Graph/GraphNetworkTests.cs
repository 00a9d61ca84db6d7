using PimSim.Bnn;
using PimSim.Data;
using PimSim.Device;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Training.Tests;

public sealed class GraphNetworkTests
{
    private const int Images = 20;
    private static readonly ImageDataSet Train = Stripes.Make(150, 1);
    private static readonly ImageDataSet Test = Stripes.Make(60, 2);
    private static readonly TrainingOptions Options = new() { Epochs = 1, BatchSize = 40, LearningRate = 3e-3f };

    [Theory]
    [InlineData(GraphSamples.Residual, BinarizedLayers.NotFirstLast)]
    [InlineData(GraphSamples.Residual, BinarizedLayers.All)]
    [InlineData(GraphSamples.Chain, BinarizedLayers.NotFirst)]
    [InlineData(GraphSamples.Chain, BinarizedLayers.None)]
    public void GradientsAreThoseOfPlainLoopsInDouble(string text, BinarizedLayers choice)
    {
        GraphTemplate template = GraphSamples.Build(text, choice);
        GraphNetwork network = new(template, new TrainingOptions { BatchSize = Images, Threads = 2, Method = TrainingMethod.XnorNet });

        // Norms that are not as at the start; with a shift of 0 sums of signs can lie on a threshold, where rounding decides.
        foreach ((_, float[] values) in network.State.Where(s => s.Key.EndsWith("gamma", StringComparison.Ordinal) || s.Key.EndsWith("beta", StringComparison.Ordinal)))
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] += (0.13f * (i % 5)) - 0.21f;
            }
        }

        BatchLoss loss = network.Gradients(Train, Enumerable.Range(0, Images).ToArray(), 1);
        ReferenceGraph reference = new(template, network.State, Train, Images);
        Assert.Equal(reference.Loss, loss.Loss, 1e-3);
        foreach (GraphLayer layer in network.Layers)
        {
            switch (layer)
            {
                case GraphConvolution c:
                    Close(reference, $"{c.Name}.weights", c.WeightGradient);
                    break;
                case GraphDense d:
                    Close(reference, $"{d.Name}.weights", d.WeightGradient);
                    break;
                case GraphNorm n:
                    Close(reference, $"{n.Name}.gamma", n.GammaGradient);
                    Close(reference, $"{n.Name}.beta", n.BetaGradient);
                    break;
                default:
                    break;
            }
        }
    }

    [Theory]
    [InlineData(TrainingMethod.RelativeClipping)]
    [InlineData(TrainingMethod.ReCu)]
    public void AnyNumberOfThreadsGivesTheSameBytes(TrainingMethod method)
    {
        TrainingOptions options = Options with { Method = method, Augmentation = new AugmentationOptions { CropPadding = 1, Flip = true } };
        TrainingResult one = Run(GraphSamples.Residual, options);
        foreach (int threads in new[] { 2, 3 })
        {
            TrainingResult other = Run(GraphSamples.Residual, options with { Threads = threads });
            Assert.Equal(NetworkBytes.Of(one.Network), NetworkBytes.Of(other.Network));
            Assert.Equal(one.Epochs[0].Loss, other.Epochs[0].Loss);
        }
    }

    // Chance is a third.
    [Theory]
    [InlineData(GraphSamples.Residual, TrainingMethod.RelativeClipping, null)]
    [InlineData(GraphSamples.Residual, TrainingMethod.XnorNet, null)]
    [InlineData(GraphSamples.Chain, TrainingMethod.StandardizedClipping, null)]
    [InlineData(GraphSamples.Chain, TrainingMethod.RelativeClipping, BinarizedLayers.All)]
    [InlineData(GraphSamples.Chain, TrainingMethod.ReCu, BinarizedLayers.NotFirst)]
    public void ItLearns(string text, TrainingMethod method, BinarizedLayers? choice)
    {
        TrainingResult result = Run(text, Options with { Epochs = 12, BatchSize = 16, LearningRate = 0.01f, Method = method }, choice);
        Assert.True(result.Epochs[^1].Loss < 0.8 * result.Epochs[0].Loss, $"loss {result.Epochs[0].Loss} to {result.Epochs[^1].Loss}");
        Assert.True(result.TestCorrect >= 36, $"{result.TestCorrect} of {result.TestTotal}");
    }

    [Fact]
    public void AResumedRunGivesTheBytesOfAWholeOne()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("pimsim-graph-");
        try
        {
            string file = Path.Combine(folder.FullName, "c.checkpoint");
            TrainingOptions options = Options with { Epochs = 2 };
            TrainingResult whole = Run(GraphSamples.Residual, options, supervision: new TrainingSupervision { CheckpointFile = file, CheckpointEvery = 3 });
            using CancellationTokenSource source = new();
            Assert.ThrowsAny<OperationCanceledException>(() => new Trainer(GraphSamples.Build(GraphSamples.Residual), new GraphSamples.Evaluator()).Run(
                options, Train, Test, new TrainingSupervision { CheckpointFile = file, Progress = new StopAfterEpoch(source) }, source.Token));
            TrainingResult resumed = Run(GraphSamples.Residual, options with { Threads = 2 }, supervision: new TrainingSupervision { ResumeFile = file });
            Assert.Equal(NetworkBytes.Of(whole.Network), NetworkBytes.Of(resumed.Network));
            Assert.Equal(whole.Epochs.Select(e => e.Loss), resumed.Epochs.Select(e => e.Loss));
            Core.UserErrorException other = Assert.Throws<Core.UserErrorException>(() => Run(GraphSamples.Chain, options, supervision: new TrainingSupervision { ResumeFile = file }));
            Assert.Equal("PIM0806", other.Diagnostics[0].Code);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData(GraphSamples.Residual, TrainingMethod.RelativeClipping, null)]
    [InlineData(GraphSamples.Residual, TrainingMethod.ReCu, BinarizedLayers.All)]
    [InlineData(GraphSamples.Chain, TrainingMethod.RelativeClipping, BinarizedLayers.NotFirst)]
    public void TheDeviceInfersWhatPlainLoopsDo(string text, TrainingMethod method, BinarizedLayers? choice)
    {
        BnnNetwork network = Run(text, Options with { Method = method }, choice).Network;
        DeviceModel model = DeviceModelLoader.Load("hbm2-2000-pim", []);
        PimDriver driver = new(new PimDevice(model, 1), Placement.Create(model, WorkloadBuilder.Build(network, model)));
        driver.Upload(new UploadOptions(), TestContext.Current.CancellationToken);
        byte[] predictions = driver.Predict(new DataSetImages(network, Test), 1, TestContext.Current.CancellationToken);
        NaiveEvaluator naive = new(network);
        Assert.Equal(Enumerable.Range(0, Test.Count).Select(i => naive.Run(Test.Image(i)).Prediction), predictions.Select(p => (int)p));
    }

    [Theory]
    [InlineData(null, "conv2 dense3")]
    [InlineData(BinarizedLayers.NotFirstLast, "conv2 dense3")]
    [InlineData(BinarizedLayers.NotFirst, "conv2 dense3 dense4")]
    [InlineData(BinarizedLayers.NotLast, "conv1 conv2 dense3")]
    [InlineData(BinarizedLayers.All, "conv1 conv2 dense3 dense4")]
    [InlineData(BinarizedLayers.None, "")]
    public void LayersCanBeLeftOutOfBinarization(BinarizedLayers? choice, string binary)
    {
        BnnNetwork network = GraphSamples.Build(GraphSamples.Chain, choice).Create(Options).Export();
        Assert.Equal(binary, string.Join(' ', network.Nodes.Where(n => n is ConvolutionNode { Weights: not RealWeights } or DenseNode { Weights: not RealWeights }).Select(n => n.Name)));
    }

    private static TrainingResult Run(string text, TrainingOptions options, BinarizedLayers? choice = null, TrainingSupervision? supervision = null) =>
        new Trainer(GraphSamples.Build(text, choice), new GraphSamples.Evaluator()).Run(options, Train, Test, supervision, TestContext.Current.CancellationToken);

    private static void Close(ReferenceGraph reference, string name, float[] actual)
    {
        double[] expected = reference.Parameters[name];
        double largest = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= (1e-4 * largest) + 1e-6, $"{name}[{i}]: {expected[i]}, {actual[i]}");
        }
    }

    private sealed class StopAfterEpoch(CancellationTokenSource source) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => source.Cancel();
    }
}
