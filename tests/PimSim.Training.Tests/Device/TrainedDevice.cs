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
    /// <param name="method">How weights become signs.</param>
    /// <param name="batch">Images of a step.</param>
    /// <param name="steps">Steps.</param>
    /// <param name="afterStore">Called for every domain that works once everything is stored: the place to change cells.</param>
    /// <param name="sink">Sees the commands.</param>
    public static TrainedDevice Run(
        DeviceModel model, TrainingMethod method, int batch, int steps, Action<DomainCore, TrainingPlacement>? afterStore = null, ICommandSink? sink = null)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        NetworkTemplate template = SmallNetwork.Template;
        ImageDataSet images = Stripes.Make(batch * steps, 5);
        var options = new TrainingOptions { BatchSize = batch, LearningRate = 3e-3f, Method = method };
        var network = new TrainingNetwork(template, options);
        TrainingPlacement placement = TrainingPlacement.Create(model, DeviceWorkload.Create(template, options, model), batch);
        var device = new PimDevice(model, 1);
        var training = new DeviceTraining(device, placement, sink);
        StoredTraining initial = NetworkState.Of(network, placement.Workload);
        ProgramRun run = training.Store(initial, cancellation);
        for (int w = 0; w < placement.Workers; w++)
        {
            afterStore?.Invoke(device.Cores[placement.DomainOf(w)], placement);
        }

        var schedule = new UpdateSchedule(options.Schedule, options.LearningRate, steps, 1);
        for (int s = 0; s < steps; s++)
        {
            int[] order = [.. Enumerable.Range(s * batch, batch)];
            UpdateStep step = schedule.Next();
            network.Train(images, order, 1, step);
            run = training.Step(DeviceBatches.Create(template, options, images, order, network.Inputs(batch), 1, step), cancellation);
        }

        return new TrainedDevice(placement, training, run, initial, NetworkState.Of(network, placement.Workload));
    }
}
