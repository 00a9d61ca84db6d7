using PimSim.Data;
using PimSim.Device;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Training.Tests;

/// <summary>The small network after some steps on banks, every command executed, and after the same steps of the host's trainer.</summary>
internal sealed record TrainedDevice(TrainingPlacement Placement, DeviceTraining Device, ProgramRun LastStep, StoredTraining Initial, StoredTraining Host)
{
    /// <summary>Trains.</summary>
    /// <param name="model">The device.</param>
    /// <param name="options">How, a step an epoch.</param>
    /// <param name="afterStore">Called for every domain that works once everything is stored: the place to change cells.</param>
    /// <param name="sink">Sees the commands.</param>
    public static TrainedDevice Run(
        DeviceModel model, TrainingOptions options, Action<DomainCore, TrainingPlacement>? afterStore = null, ICommandSink? sink = null)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        NetworkTemplate template = SmallNetwork.Template;
        int batch = options.BatchSize;
        ImageDataSet images = Stripes.Make(batch * options.Epochs, 5);
        using var network = new TrainingNetwork(template, options);
        TrainingPlacement placement = TrainingPlacement.Create(model, DeviceWorkload.Create(template, options, model), batch);
        var device = new PimDevice(model, 1);
        var training = new DeviceTraining(device, placement, sink);
        StoredTraining initial = NetworkState.Of(network, placement.Workload);
        ProgramRun run = training.Store(initial, cancellation);
        for (int w = 0; w < placement.Workers; w++)
        {
            afterStore?.Invoke(device.Cores[placement.DomainOf(w)], placement);
        }

        var schedule = new UpdateSchedule(options.Schedule, options.LearningRate, 1, options.Epochs);
        for (int epoch = 1; epoch <= options.Epochs; epoch++)
        {
            int[] order = [.. Enumerable.Range((epoch - 1) * batch, batch)];
            UpdateStep step = schedule.Next();
            network.BeginEpoch(epoch, options.Epochs);
            network.Train(images, order, epoch, step);
            run = training.Step(DeviceBatches.Create(template, options, images, order, network.Inputs(batch), epoch, step), cancellation);
        }

        return new TrainedDevice(placement, training, run, initial, NetworkState.Of(network, placement.Workload));
    }
}
