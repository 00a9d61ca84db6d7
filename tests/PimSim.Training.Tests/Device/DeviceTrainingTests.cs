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
    public void EveryBitOfAStepIsTheHosts() => Compare(SmallNetwork.Template, "hbm2-2000-pim", TrainingMethod.RelativeClipping, batch: 4, steps: 2);

    [Fact]
    public void ThresholdsThemselvesAreLearnedAlike() => Compare(SmallNetwork.Template, "hbm2-2000-pim", TrainingMethod.AbsoluteClipping, batch: 5, steps: 3);

    [Fact]
    public void BlocksOfImagesLieInDomains() => Compare(SmallNetwork.Template, "hbm2-2000-pim", TrainingMethod.RelativeClipping, batch: 20, steps: 1);

    [Fact]
    public void ChipsAndBlocksOfImagesInTurn() => Compare(SmallNetwork.Template, "ddr4-2400-pim", TrainingMethod.RelativeClipping, batch: 20, steps: 1);

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("hbm2-2000-pim", TrainingMethod.RelativeClipping, 40)]
    [InlineData("hbm2-2000-pim", TrainingMethod.AbsoluteClipping, 18)]
    [InlineData("ddr4-2400-pim", TrainingMethod.RelativeClipping, 18)]
    public void OddSizesAndPaddedOnes(string device, TrainingMethod method, int batch) => Compare(Stripes.Template, device, method, batch, steps: 2);

    private static void Compare(NetworkTemplate template, string device, TrainingMethod method, int batch, int steps)
    {
        ImageDataSet images = Stripes.Make(batch * steps, 5);
        var options = new TrainingOptions { BatchSize = batch, LearningRate = 3e-3f, Method = method };
        var network = new TrainingNetwork(template, options);
        DeviceModel model = DeviceModelLoader.Load(device, []);
        TrainingPlacement placement = TrainingPlacement.Create(model, DeviceWorkload.Create(template, options), batch);
        var training = new DeviceTraining(new PimDevice(model, 1), placement);
        StoredTraining initial = NetworkState.Of(network, placement.Workload);
        training.Store(initial, TestContext.Current.CancellationToken);
        var schedule = new UpdateSchedule(options.Schedule, options.LearningRate, steps, 1);
        for (int s = 0; s < steps; s++)
        {
            int[] order = [.. Enumerable.Range(s * batch, batch)];
            UpdateStep step = schedule.Next();
            network.Train(images, order, 1, step);
            training.Step(DeviceBatches.Create(template, images, order, network.Inputs(batch), options.LabelSmoothing, step.Adam), TestContext.Current.CancellationToken);
            for (int w = 0; w < placement.Workers; w++)
            {
                Assert.Null(StateComparison.FirstDifference(placement.Workload, NetworkState.Of(network, placement.Workload), training.Read(w)));
            }
        }

        Assert.All(training.Read(0).Blocks.Zip(initial.Blocks), b => Assert.NotEqual(b.Second.Weights.Values, b.First.Weights.Values));
        Assert.All(training.Read(0).Blocks, b => Assert.DoesNotContain(0f, b.Gamma.First));
    }
}
