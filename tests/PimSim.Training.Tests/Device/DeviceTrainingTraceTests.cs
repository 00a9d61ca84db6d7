using PimSim.Data;
using PimSim.Device;
using PimSim.Driver;
using PimSim.Models;
using PimSim.Traces;

namespace PimSim.Training.Tests;

/// <summary>The commands of training, judged by code that shares nothing with the controller.</summary>
public sealed class DeviceTrainingTraceTests
{
    [Theory]
    [InlineData("hbm2-2000-pim")]
    [InlineData("ddr4-2400-pim")]
    public void TracesKeepEveryRule(string device)
    {
        const int Batch = 20;
        var options = new TrainingOptions { BatchSize = Batch };
        NetworkTemplate template = SmallNetwork.Template;
        ImageDataSet images = Stripes.Make(Batch, 5);
        var network = new TrainingNetwork(template, options);
        DeviceModel model = DeviceModelLoader.Load(device, []);
        TrainingPlacement placement = TrainingPlacement.Create(model, DeviceWorkload.Create(template, options), Batch);
        var verifier = new CommandVerifier(model);
        var training = new DeviceTraining(new PimDevice(model, 1), placement, new Sink(verifier));
        training.Store(NetworkState.Of(network, placement.Workload), TestContext.Current.CancellationToken);
        int[] order = [.. Enumerable.Range(0, Batch)];
        UpdateStep step = new UpdateSchedule(options.Schedule, options.LearningRate, 1, 1).Next();
        network.Train(images, order, 1, step);
        ProgramRun run = training.Step(
            DeviceBatches.Create(template, images, order, network.Inputs(Batch), options.LabelSmoothing, step.Adam), TestContext.Current.CancellationToken);

        VerificationResult result = verifier.Finish();
        Assert.Equal(training.CommandsExecuted, result.Commands);
        Assert.True(result.Violations == 0, string.Join(Environment.NewLine, result.Details.Take(5)));
        Assert.Equal(TrainingTime.OfStep(placement, Batch, TestContext.Current.CancellationToken).Cycles, run.Cycles);
    }

    private sealed class Sink(CommandVerifier verifier) : ICommandSink
    {
        public void Record(in TimedCommand command, ReadOnlySpan<byte> input, ReadOnlySpan<byte> output) => verifier.Add(command);
    }
}
