using PimSim.Device;

namespace PimSim.Driver;

/// <summary>Time and energy of training steps, or of storing what is learned: what follows from the programs alone.</summary>
public sealed class TrainingTime
{
    private readonly TrainingPlacement placement;
    private readonly ProgramRun run;

    private TrainingTime(TrainingPlacement placement, ProgramRun run, EnergyTally? energy)
    {
        this.placement = placement;
        this.run = run;
        Energy = energy;
    }

    /// <summary>Cycles of one step, of the slowest domain.</summary>
    public long Cycles => run.Cycles;

    /// <summary>Energy of one step, or null where the model has none.</summary>
    public EnergyTally? Energy { get; }

    /// <summary>The run.</summary>
    public ProgramRun Run => run;

    /// <summary>Times a step on <paramref name="images"/> images, from a device at rest.</summary>
    public static TrainingTime OfStep(ProgramRunner runner, TrainingPlacement placement, int images, CancellationToken cancellation) =>
        Of(runner, placement, TrainingLowering.Programs(placement, images), cancellation);

    /// <summary>Times the storing of everything that is learned.</summary>
    public static TrainingTime OfStore(ProgramRunner runner, TrainingPlacement placement, CancellationToken cancellation) =>
        Of(runner, placement, TrainingLowering.StorePrograms(placement), cancellation);

    /// <summary>Cycles of the slowest domain that count to a phase of a layer; the fully connected one is the last.</summary>
    public long CyclesOf(TrainingPhase phase, int layer) => run.Critical.LayerCycles(StepScope.LayerIndex(placement.Workload, phase, layer));

    /// <summary>Attojoules of a phase of a layer.</summary>
    public Int128? EnergyOf(TrainingPhase phase, int layer) => Energy?.OfLayer(StepScope.LayerIndex(placement.Workload, phase, layer));

    private static TrainingTime Of(
        ProgramRunner runner, TrainingPlacement placement, (PimProgram[] Programs, IReadOnlyList<(int Layer, long Macs)> HostWork) lowered, CancellationToken cancellation)
    {
        ProgramRun run = runner.Time(lowered.Programs, TrainingLowering.Groups(placement), cancellation);
        EnergyTally? energy = null;
        if (placement.Model.Energy is not null)
        {
            energy = new EnergyTally(lowered.Programs[0].Layers);
            energy.Add(placement.Model.Energy, run);
            foreach ((int layer, long macs) in lowered.HostWork)
            {
                energy.Add(layer, Models.EnergyPart.Host, (Int128)macs * placement.Model.HostAjPerMac);
            }
        }

        return new TrainingTime(placement, run, energy);
    }
}
