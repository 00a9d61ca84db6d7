using PimSim.Core;
using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>The faults of a device that trains, under a seed: those of each domain that works.</summary>
public sealed class TrainingFaults
{
    private readonly FaultPlan plan;

    /// <summary>Faults of what is placed.</summary>
    /// <param name="placement">The training, on a device with faults.</param>
    /// <param name="seed">Seed of the faults.</param>
    /// <param name="stepCycles">Cycles of a step on a full batch: everything is written anew in each.</param>
    /// <exception cref="UserErrorException">PIM1206, PIM1208: faults that training does not know.</exception>
    public TrainingFaults(TrainingPlacement placement, ulong seed, long stepCycles)
    {
        (Placement, Seed) = (placement, seed);
        FaultModel faults = placement.Model.Faults;
        if (faults.HitsReads)
        {
            throw new UserErrorException(
                "PIM1206", $"'{placement.Model.Name}' has flips of single reads (faults.flipsPerRead), and training does not know them", null, "set faults.flipsPerRead to 0, and those of the kinds");
        }

        if (placement.StoredPrograms is not null && ReachesInstructions(faults))
        {
            throw new UserErrorException(
                "PIM1208",
                $"the cells of '{placement.Model.Name}' that hold instructions of its units have faults, and what damaged instructions do is not known to the host's path",
                null,
                "set faults.instructions.exposed=false, or unit.sequencer=host");
        }

        Map = new TrainingCellMap(placement);
        IReadOnlyDictionary<int, double> activations = faults.Disturb is null
            ? new Dictionary<int, double>()
            : RowActivity.PerWindow(placement.Model, placement.Programs.Step(placement.BatchImages).Programs, stepCycles);
        plan = new FaultPlan(placement.Model, Map.Kinds, seed, activations, stepCycles * placement.Model.ClockPs * 1e-12);
    }

    /// <summary>Where what is trained lies.</summary>
    public TrainingPlacement Placement { get; }

    /// <summary>Seed of the faults.</summary>
    public ulong Seed { get; }

    /// <summary>Probability that a cell loses its charge from one write to the next.</summary>
    public double RetentionProbability => plan.RetentionProbability;

    internal TrainingCellMap Map { get; }

    /// <summary>Damage of the cells of worker <paramref name="worker"/>, for one who computes what its units do.</summary>
    public TrainingDamage OfWorker(int worker) => new(this, Cells(worker));

    /// <summary>Counts cells with faults in all domains that work.</summary>
    public FaultCounts Count()
    {
        var counts = new FaultCounts();
        for (int w = 0; w < Placement.Workers; w++)
        {
            FaultCensus.CountCells(Cells(w), counts);
        }

        return counts;
    }

    /// <summary>The faults of a worker's domain.</summary>
    internal CellFaults Cells(int worker) => new(plan, Placement.DomainOf(worker));

    private static bool ReachesInstructions(FaultModel faults) => faults.Instructions.BitErrorRate > 0
        || (faults.Instructions.Exposed
            && (faults.DeadRows > 0 || faults.DeadColumns > 0 || faults.Retention is not null || faults.Disturb is not null
                || faults.Instructions is { StuckAtZero: > 0 } or { StuckAtOne: > 0 } or { FlipsPerWrite: > 0 }));
}
