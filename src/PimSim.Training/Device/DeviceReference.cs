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
        placement = options.Faults?.Placement ?? DeviceWorkload.Place(model, template, options, images);
        training = new DeviceTraining(new PimDevice(model, options.Seed), placement, faults: options.Faults);
    }

    /// <summary>Commands executed so far.</summary>
    public long CommandsExecuted => training.CommandsExecuted;

    /// <summary>Before a step: the first time, the network's parameters go to the cells.</summary>
    /// <exception cref="UserErrorException">PIM1209: the network comes from a checkpoint on faulty cells.</exception>
    internal void Begin(ITrainedNetwork network, CancellationToken cancellation)
    {
        if (!isStored)
        {
            if (network is CellNetwork { HasFaults: true, IsFresh: false })
            {
                throw new UserErrorException(
                    "PIM1209", "a checkpoint of a training on faulty cells holds what was read of them, not what was written, so banks cannot go on from it", null, "leave --reference out, or train from the beginning");
            }

            training.Store(NetworkState.Of((IChainNetwork)network, placement.Workload), cancellation);
            isStored = true;
        }
    }

    /// <summary>After the host's step: the same one on the banks.</summary>
    /// <exception cref="InternalErrorException">The cells hold something else.</exception>
    internal void Step(ITrainedNetwork trained, ImageDataSet images, int[] order, int epoch, UpdateStep step, CancellationToken cancellation)
    {
        var network = (IChainNetwork)trained;
        training.Step(DeviceBatches.Create(template, options, images, order, network.Inputs(order.Length), epoch, step), cancellation);
        for (int w = 0; w < placement.Workers; w++)
        {
            if (StateComparison.FirstDifference(placement.Workload, NetworkState.Of(network, placement.Workload, w), training.Read(w)) is { } difference)
            {
                throw new InternalErrorException($"domain {placement.DomainOf(w)} has other parameters than the host: {difference}");
            }
        }
    }
}
