using PimSim.Core;
using PimSim.Driver;
using PimSim.Models;
using PimSim.Training;

namespace PimSim.Cli;

/// <summary>What a training costs on a device, or why that is not known; worked out on another thread while the training runs.</summary>
internal sealed class DeviceCosts
{
    private readonly Task<(TrainingCost? Cost, string? Reason)> work;
    private readonly DeviceModel model;

    private DeviceCosts(DeviceModel model, Task<(TrainingCost? Cost, string? Reason)> work)
    {
        this.model = model;
        this.work = work;
    }

    /// <summary>Begins.</summary>
    public static DeviceCosts Begin(DeviceModel model, TrainableNetwork network, TrainingOptions settings, int images, CancellationToken cancellation) =>
        new(model, Task.Run(() => Find(model, network, settings, images, cancellation), cancellation));

    /// <summary>Adds what the device did to a view: where it was trained, and the cost or why there is none.</summary>
    /// <param name="view">The view.</param>
    /// <param name="evaluations">Evaluations of the training.</param>
    /// <param name="executed">Commands of the training that were executed on banks.</param>
    public TrainingView AddTo(TrainingView view, int evaluations, long executed)
    {
        (TrainingCost? cost, string? reason) = work.GetAwaiter().GetResult();
        return cost is null
            ? view with { TrainedOn = "host", CostAbsentReason = reason }
            : view with { TrainedOn = "device", Cost = View(cost, view, evaluations) with { CommandsExecuted = executed } };
    }

    private TrainingCostView View(TrainingCost cost, TrainingView view, int evaluations)
    {
        InferenceView evaluation = view.Evaluation;
        TrainingPhaseView Part(TrainingPhase phase, int layer) => new(cost.CyclesOf(phase, layer), cost.EnergyOf(phase, layer));
        return new TrainingCostView
        {
            Upload = new TrainingPhaseView(cost.Store.Cycles, cost.Store.TotalEnergy),
            Evaluation = new TrainingPhaseView(evaluation.Upload.Cycles + evaluation.Cycles, evaluation.Upload.EnergyAj + evaluation.Energy?.TotalAj),
            Evaluations = evaluations,
            Epochs = view.Epochs.Count,
            Steps = cost.Steps,
            Domains = cost.Placement.Workers,
            Rows = cost.Placement.Rows,
            Format = model.Unit!.SimdFormat,
            Layers = [.. cost.Layers.Select((name, i) => new TrainingLayerView(name, Part(TrainingPhase.Forward, i), Part(TrainingPhase.Backward, i), Part(TrainingPhase.Update, i)))],
            Sequencer = new TrainingSequencerView(
                cost.Placement.StoredPrograms, cost.Store.Loads, cost.LoadsOf(TrainingPhase.Forward), cost.LoadsOf(TrainingPhase.Backward), cost.LoadsOf(TrainingPhase.Update)),
            HostMacs = cost.EpochHostMacs,
            HostEnergyAj = model.Energy is null ? null : cost.EpochHostEnergy,
            IdleEnergyAj = cost.EpochIdleEnergy,
            SecondsPerCycle = evaluation.Cycles == 0 ? 0 : evaluation.DeviceSeconds / evaluation.Cycles,
        };
    }

    private static (TrainingCost? Cost, string? Reason) Find(DeviceModel model, TrainableNetwork network, TrainingOptions settings, int images, CancellationToken cancellation)
    {
        try
        {
            return (TrainingCost.Create(model, DeviceWorkload.Chain(network), settings, images, cancellation), null);
        }
        catch (UserErrorException e)
        {
            return (null, string.Join("; ", e.Diagnostics.Select(d => $"{d.Code}: {d.Message}")));
        }
    }
}
