using PimSim.Device;

namespace PimSim.Driver;

/// <summary>Training on simulated banks: every command of every step is executed.</summary>
public sealed class DeviceTraining
{
    private readonly PimDevice device;
    private readonly TrainingPlacement placement;
    private readonly DomainData[] data;
    private readonly ICommandSink? sink;
    private readonly TrainingFaults? faults;
    private long cycles;
    private long steps;

    /// <summary>A device that trains what is placed on it.</summary>
    /// <param name="device">The device.</param>
    /// <param name="placement">On a device of the same model.</param>
    /// <param name="sink">Keeps the commands, or null.</param>
    /// <param name="faults">Faults of the cells, which set in when everything is stored; null for none.</param>
    public DeviceTraining(PimDevice device, TrainingPlacement placement, ICommandSink? sink = null, TrainingFaults? faults = null)
    {
        this.faults = faults;
        this.device = device;
        this.placement = placement;
        this.sink = sink;
        data = [.. Enumerable.Range(0, placement.Workers).Select(_ => new DomainData(placement.Workload))];
    }

    /// <summary>Commands executed so far.</summary>
    public long CommandsExecuted { get; private set; }

    /// <summary>Writes everything that is learned to the cells of every domain that works.</summary>
    public ProgramRun Store(StoredTraining state, CancellationToken cancellation)
    {
        ProgramRun run = Run(
            placement.Programs.Store().Programs, 0, (scope, w) => new StoreSchedule(scope, placement.Programs.Pages, state, data[w]).Run(), cancellation);
        for (int w = 0; w < placement.Workers && faults is not null; w++)
        {
            Cells(w).Faults = faults.Cells(w);
        }

        return run;
    }

    /// <summary>A step on a batch.</summary>
    public ProgramRun Step(TrainingBatch batch, CancellationToken cancellation)
    {
        var host = new TrainingHost(placement.Workload, batch);
        for (int w = 0; w < placement.Workers; w++)
        {
            Cells(w).Faults?.Writes?.BeginStep(steps);
        }

        steps++;
        return Run(placement.Programs.Step(batch.Images).Programs, batch.Images, (scope, w) => TrainingLowering.Step(scope, host, data[w]), cancellation);
    }

    /// <summary>What the cells of a worker's domain hold.</summary>
    public StoredTraining Read(int worker) => new TrainingCells(placement, Cells(worker)).Read();

    private CellArrays Cells(int worker) => device.Cores[placement.DomainOf(worker)].Cells;

    private ProgramRun Run(PimProgram[] programs, int images, Action<StepScope, int> write, CancellationToken cancellation)
    {
        var port = new StreamHost(programs.Length);
        for (int w = 0; w < placement.Workers; w++)
        {
            var writer = StepWriter.Host(placement.Geometry);
            write(new StepScope(placement, writer, w, images), w);
            port.Attach(placement.DomainOf(w), writer.Inputs.Select(i => i()), writer.Outputs);
        }

        var executor = new CommandExecutor(device.Model, device.Cores, port, sink) { CycleOffset = cycles };
        ProgramRun run = device.Runner.Run(programs, TrainingLowering.Groups(placement), new ExecutingObserver(executor), cancellation);
        port.RequireDrained();
        CommandsExecuted += executor.Executed;
        cycles += run.Cycles + device.Runner.QuiescentCycles;
        return run;
    }
}
