using PimSim.Device;

namespace PimSim.Driver;

/// <summary>Time and energy of training steps, or of storing what is learned: what follows from the programs alone.</summary>
public sealed class TrainingTime
{
    private readonly TrainingPlacement placement;
    private readonly ProgramRun run;
    private readonly ProgramRun? onHost;

    private TrainingTime(TrainingPlacement placement, ProgramRun run, ProgramRun? onHost, EnergyTally? energy)
    {
        this.placement = placement;
        this.run = run;
        this.onHost = onHost;
        Energy = energy;
    }

    /// <summary>Cycles of one step, of the slowest domain.</summary>
    public long Cycles => run.Cycles;

    /// <summary>Energy of the domains that work, and of the host, in one step; null where the model has none.</summary>
    public EnergyTally? Energy { get; }

    /// <summary>Attojoules of the domains that do not work, standby and refresh; null where the model has none.</summary>
    public Int128? IdleEnergy { get; private init; }

    /// <summary>Attojoules of one step; null where the model has none.</summary>
    public Int128? TotalEnergy => Energy?.Total + IdleEnergy;

    /// <summary>Multiply-adds of the host in one step, additions counted as such.</summary>
    public long HostMacs { get; private init; }

    /// <summary>The run.</summary>
    public ProgramRun Run => run;

    /// <summary>Loads of instructions; of storing, the pages that it writes too. Nothing where the host has the sequencer.</summary>
    public InstructionLoads Loads => Enum.GetValues<TrainingPhase>().Select(LoadsOf).Aggregate((a, b) => a + b);

    /// <summary>Times a step on <paramref name="images"/> images, from a device at rest.</summary>
    public static TrainingTime OfStep(TrainingPlacement placement, int images, CancellationToken cancellation) =>
        Of(placement, placement.Programs.Step(images), () => placement.Programs.HostStep(images), cancellation);

    /// <summary>Times the storing of everything that is learned, signs and scales included.</summary>
    public static TrainingTime OfStore(TrainingPlacement placement, CancellationToken cancellation) =>
        Of(placement, placement.Programs.Store(), placement.Programs.HostStore, cancellation);

    /// <summary>Cycles of the slowest domain that count to a phase of a layer; the fully connected one is the last.</summary>
    public long CyclesOf(TrainingPhase phase, int layer) => CyclesOf(run, phase, layer);

    /// <summary>Attojoules of a phase of a layer.</summary>
    public Int128? EnergyOf(TrainingPhase phase, int layer) => Energy?.OfLayer(StepScope.LayerIndex(placement.Workload, phase, layer));

    /// <summary>Loads of instructions in a phase.</summary>
    public InstructionLoads LoadsOf(TrainingPhase phase)
    {
        if (onHost is null)
        {
            return default;
        }

        int command = placement.Model.Standard.FindCommand(Models.PimOperation.LoadProgram);
        UnitGeometry g = placement.Geometry;
        (long loads, long cycles) = (0, 0);
        for (int layer = 0; layer < placement.Workload.Layers; layer++)
        {
            int index = StepScope.LayerIndex(placement.Workload, phase, layer);
            loads += run.Domains.Sum(d => d.CommandsOf(index, command));
            cycles += CyclesOf(run, phase, layer) - CyclesOf(onHost, phase, layer);
        }

        return new InstructionLoads(loads, loads * g.Units * (g.LaneBits / 8), cycles);
    }

    private long CyclesOf(ProgramRun timed, TrainingPhase phase, int layer) => timed.Critical.LayerCycles(StepScope.LayerIndex(placement.Workload, phase, layer));

    private static TrainingTime Of(TrainingPlacement placement, LoweredTraining lowered, Func<LoweredTraining> onHost, CancellationToken cancellation)
    {
        ProgramRun run = Time(placement, lowered.Programs, cancellation);
        ProgramRun? without = placement.StoredPrograms is null ? null : Time(placement, onHost().Programs, cancellation);
        EnergyTally? energy = null;
        EnergyTally? idle = null;
        if (placement.Model.Energy is not null)
        {
            HashSet<int> working = [.. Enumerable.Range(0, placement.Workers).Select(placement.DomainOf)];
            energy = new EnergyTally(lowered.Programs[0].Layers);
            energy.Add(placement.Model.Energy, run with { Domains = [.. run.Domains.Where((_, d) => working.Contains(d))] });
            idle = new EnergyTally(lowered.Programs[0].Layers);
            idle.Add(placement.Model.Energy, run with { Domains = [.. run.Domains.Where((_, d) => !working.Contains(d))] });
            foreach ((int layer, long macs) in lowered.HostWork)
            {
                energy.Add(layer, Models.EnergyPart.Host, (Int128)macs * placement.Model.HostAjPerMac);
            }
        }

        return new TrainingTime(placement, run, without, energy) { HostMacs = lowered.HostWork.Sum(w => w.Macs), IdleEnergy = idle?.Total };
    }

    /// <summary>
    /// Channels of equal programs that meet at the same barriers take the same time: one of each kind is run, and the others take its numbers. The
    /// loops of a step are short and many, so its commands are stepped through: that costs less than to remember its states.
    /// </summary>
    private static ProgramRun Time(TrainingPlacement placement, PimProgram[] programs, CancellationToken cancellation)
    {
        int perChannel = placement.Model.Organization.DomainsPerChannel;
        int[] groups = TrainingLowering.Groups(placement);
        int[] meets = [.. groups];
        int[] like = [.. Enumerable.Range(0, programs.Length / perChannel)];
        PimProgram[] own = [.. programs];
        PimProgram idle = new ProgramBuilder(programs[0].Layers).Build();
        for (int c = 0; c < like.Length; c++)
        {
            like[c] = Enumerable.Range(0, c).FirstOrDefault(
                r => Enumerable.Range(0, perChannel).All(d => ReferenceEquals(programs[(r * perChannel) + d], programs[(c * perChannel) + d])
                    && meets[(r * perChannel) + d] == 0 == (meets[(c * perChannel) + d] == 0)),
                c);
            for (int d = c * perChannel; like[c] < c && d < (c + 1) * perChannel; d++)
            {
                own[d] = idle;
                groups[d] = d + 1;
            }
        }

        ProgramRun run = new ProgramRunner(placement.Model) { SkipsLoops = false }.Time(own, groups, cancellation);
        return run with { Domains = [.. Enumerable.Range(0, programs.Length).Select(d => run.Domains[(like[d / perChannel] * perChannel) + (d % perChannel)])] };
    }
}
