using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Training;

/// <summary>
/// What training costs on a device: time and energy of its programs, which follow from sizes alone. Each step is timed from a device at rest; those of equally many
/// images are alike.
/// </summary>
public sealed class TrainingCost
{
    private readonly TrainingTime? rest;

    private TrainingCost(TrainingPlacement placement, TrainingTime store, TrainingTime? full, int fullSteps, TrainingTime? rest)
    {
        Placement = placement;
        Store = store;
        Full = full;
        FullSteps = fullSteps;
        this.rest = rest;
    }

    /// <summary>How parameters and batches lie in the device.</summary>
    public TrainingPlacement Placement { get; }

    /// <summary>Storing the initial parameters, once.</summary>
    public TrainingTime Store { get; }

    /// <summary>A step on a full batch; null where there is none.</summary>
    public TrainingTime? Full { get; }

    /// <summary>Steps on full batches in an epoch.</summary>
    public int FullSteps { get; }

    /// <summary>Steps of an epoch.</summary>
    public int Steps => FullSteps + (rest is null ? 0 : 1);

    /// <summary>Cycles of an epoch's steps.</summary>
    public long EpochCycles => Sum(t => t.Cycles);

    /// <summary>Attojoules of the domains that do not work, in an epoch's steps; null where the model has no energies.</summary>
    public Int128? EpochIdleEnergy => Placement.Model.Energy is null ? null : Total(t => t.IdleEnergy!.Value);

    /// <summary>Multiply-adds that the host does in an epoch, additions counted as such.</summary>
    public long EpochHostMacs => Sum(t => t.HostMacs);

    /// <summary>Attojoules of the host's part in an epoch.</summary>
    public Int128 EpochHostEnergy => (Int128)EpochHostMacs * Placement.Model.HostAjPerMac;

    /// <summary>Names of the layers, in order.</summary>
    public IReadOnlyList<string> Layers => [.. Placement.Workload.Blocks.Select(b => b.Name), Placement.Workload.DenseName];

    /// <summary>The cost of training a network.</summary>
    /// <param name="model">The device.</param>
    /// <param name="template">The network.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="images">Training images.</param>
    /// <param name="cancellation">Stops the timing.</param>
    /// <exception cref="Core.UserErrorException">PIM0840, PIM0470, PIM0471, PIM0490 to PIM0494, PIM0700 to PIM0702, PIM0709, PIM0712: the device cannot train it.</exception>
    public static TrainingCost Create(DeviceModel model, NetworkTemplate template, TrainingOptions options, int images, CancellationToken cancellation)
    {
        int fullSteps = images / options.BatchSize;
        int left = images % options.BatchSize;
        TrainingPlacement placement = DeviceWorkload.Place(model, template, options, images);
        return new TrainingCost(
            placement,
            TrainingTime.OfStore(placement, cancellation),
            fullSteps > 0 ? TrainingTime.OfStep(placement, options.BatchSize, cancellation) : null,
            fullSteps,
            left > 0 ? TrainingTime.OfStep(placement, left, cancellation) : null);
    }

    /// <summary>Cycles of an epoch that count to a phase of a layer, those of each step's slowest domain.</summary>
    public long CyclesOf(TrainingPhase phase, int layer) => Sum(t => t.CyclesOf(phase, layer));

    /// <summary>Loads of instructions in an epoch's steps; nothing where the host has the sequencer.</summary>
    public InstructionLoads LoadsOf(TrainingPhase phase) => ((Full?.LoadsOf(phase) ?? default) * FullSteps) + (rest?.LoadsOf(phase) ?? default);

    /// <summary>Attojoules of an epoch that count to a phase of a layer.</summary>
    public Int128? EnergyOf(TrainingPhase phase, int layer) => Placement.Model.Energy is null ? null : Total(t => t.EnergyOf(phase, layer)!.Value);

    private long Sum(Func<TrainingTime, long> value) => ((Full is null ? 0 : value(Full)) * FullSteps) + (rest is null ? 0 : value(rest));

    private Int128 Total(Func<TrainingTime, Int128> value) => ((Full is null ? 0 : value(Full)) * FullSteps) + (rest is null ? 0 : value(rest));
}
