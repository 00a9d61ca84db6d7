using PimSim.Core;
using PimSim.Data;
using PimSim.Device;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Training;

/// <summary>
/// The device beside the host's trainer: every command of every step is executed on simulated banks, and what the cells hold afterwards must be what the host has,
/// bit for bit.
/// </summary>
public sealed class DeviceReference
{
    private readonly NetworkTemplate template;
    private readonly TrainingOptions options;
    private readonly TrainingPlacement placement;
    private readonly DeviceTraining training;
    private bool isStored;

    /// <summary>A device at rest.</summary>
    /// <param name="model">The device.</param>
    /// <param name="template">The network.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="images">Training images.</param>
    /// <exception cref="UserErrorException">As <see cref="TrainingCost.Create"/>.</exception>
    public DeviceReference(DeviceModel model, NetworkTemplate template, TrainingOptions options, int images)
    {
        this.template = template;
        this.options = options;
        placement = TrainingPlacement.Create(model, DeviceWorkload.Create(template, options, model), Math.Min(options.BatchSize, images), images % options.BatchSize);
        training = new DeviceTraining(new PimDevice(model, options.Seed), placement);
    }

    /// <summary>Commands executed so far.</summary>
    public long CommandsExecuted => training.CommandsExecuted;

    /// <summary>Before a step: the first time, the network's parameters go to the cells.</summary>
    internal void Begin(ITrainedNetwork network, CancellationToken cancellation)
    {
        if (!isStored)
        {
            training.Store(NetworkState.Of((IChainNetwork)network, placement.Workload, options.Format), cancellation);
            isStored = true;
        }
    }

    /// <summary>After the host's step: the same one on the banks.</summary>
    /// <exception cref="InternalErrorException">The cells hold something else.</exception>
    internal void Step(ITrainedNetwork trained, ImageDataSet images, int[] order, int epoch, UpdateStep step, CancellationToken cancellation)
    {
        var network = (IChainNetwork)trained;
        training.Step(DeviceBatches.Create(template, options, images, order, network.Inputs(order.Length), epoch, step), cancellation);
        StoredTraining host = NetworkState.Of(network, placement.Workload, options.Format);
        for (int w = 0; w < placement.Workers; w++)
        {
            if (StateComparison.FirstDifference(placement.Workload, host, training.Read(w)) is { } difference)
            {
                throw new InternalErrorException($"domain {placement.DomainOf(w)} has other parameters than the host: {difference}");
            }
        }
    }
}
