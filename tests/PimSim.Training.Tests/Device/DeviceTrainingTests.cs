using PimSim.Bnn;
using PimSim.Data;
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
    public void EveryBitOfAStepIsTheHosts() => Compare(Small, "hbm2-2000-pim", TrainingMethod.RelativeClipping, batch: 4, steps: 2);

    [Fact]
    public void ThresholdsThemselvesAreLearnedAlike() => Compare(Small, "hbm2-2000-pim", TrainingMethod.AbsoluteClipping, batch: 5, steps: 3);

    [Fact]
    public void BlocksOfImagesLieInDomains() => Compare(Small, "hbm2-2000-pim", TrainingMethod.RelativeClipping, batch: 20, steps: 1);

    [Fact]
    public void ChipsAndBlocksOfImagesInTurn() => Compare(Small, "ddr4-2400-pim", TrainingMethod.RelativeClipping, batch: 20, steps: 1);

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("hbm2-2000-pim", TrainingMethod.RelativeClipping, 40)]
    [InlineData("hbm2-2000-pim", TrainingMethod.AbsoluteClipping, 18)]
    [InlineData("ddr4-2400-pim", TrainingMethod.RelativeClipping, 18)]
    public void OddSizesAndPaddedOnes(string device, TrainingMethod method, int batch) => Compare(Stripes.Template, device, method, batch, steps: 2);

    private static NetworkTemplate Small => new()
    {
        Name = "small",
        Input = new InputEncoding { Height = Stripes.Side, Width = Stripes.Side, Channels = 1, Mean = [0.6], Deviation = [0.2] },
        Classes = ["horizontal", "vertical", "diagonal"],
        Blocks = [new BlockTemplate { OutChannels = 4, Binary = false }, new BlockTemplate { OutChannels = 8, Binary = true }],
    };

    private static void Compare(NetworkTemplate template, string device, TrainingMethod method, int batch, int steps)
    {
        ImageDataSet images = Stripes.Make(batch * steps, 5);
        var options = new TrainingOptions { BatchSize = batch, LearningRate = 3e-3f, Method = method };
        var network = new TrainingNetwork(template, options);
        DeviceModel model = DeviceModelLoader.Load(device, []);
        TrainingPlacement placement = TrainingPlacement.Create(model, DeviceWorkload.Create(template, options), batch);
        var training = new DeviceTraining(new PimDevice(model, 1), placement);
        training.Store(NetworkState.Of(network, placement.Workload), TestContext.Current.CancellationToken);
        var schedule = new UpdateSchedule(options.Schedule, options.LearningRate, steps, 1);
        for (int s = 0; s < steps; s++)
        {
            int[] order = [.. Enumerable.Range(s * batch, batch)];
            UpdateStep step = schedule.Next();
            network.Train(images, order, 1, step);
            training.Step(DeviceBatches.Create(template, images, order, options.LabelSmoothing, step.Adam), TestContext.Current.CancellationToken);
            for (int w = 0; w < placement.Workers; w++)
            {
                Same(NetworkState.Of(network, placement.Workload), training.Read(w), $"step {s}, worker {w}");
            }
        }
    }

    private static void Same(StoredTraining expected, StoredTraining actual, string when)
    {
        for (int b = 0; b < expected.Blocks.Count; b++)
        {
            (BlockState e, BlockState a) = (expected.Blocks[b], actual.Blocks[b]);
            string where = $"{when}, block {b}";
            Same(e.RunningMean, a.RunningMean, where + " running mean");
            Same(e.RunningVariance, a.RunningVariance, where + " running variance");
            Same(e.Gamma, a.Gamma, where + " scale");
            Same(e.Beta, a.Beta, where + " shift");
            Same(e.Weights, a.Weights, where + " weights");
            if (e.Clip is not null)
            {
                Same(e.Clip, a.Clip!, where + " clip parameters");
                Same([e.Range!.Lower, e.Range.Upper], [a.Range!.Lower, a.Range.Upper], where + " range");
            }
        }

        Same(expected.DenseWeights, actual.DenseWeights, when + ", dense weights");
        Same(expected.DenseBias, actual.DenseBias, when + ", dense bias");
    }

    private static void Same(TrainingParameter expected, TrainingParameter actual, string what)
    {
        Same(expected.First, actual.First, what + ", first moments");
        Same(expected.Second, actual.Second, what + ", second moments");
        Same(expected.Values, actual.Values, what);
    }

    private static void Same(float[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                BitConverter.SingleToInt32Bits(expected[i]) == BitConverter.SingleToInt32Bits(actual[i]), $"{what}: number {i} is {actual[i]:R} instead of {expected[i]:R}");
        }
    }
}
