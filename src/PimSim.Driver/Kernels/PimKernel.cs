using PimSim.Core;
using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// A plain kernel on a device with vector units: the same program in every domain, run like an inference, refresh included.
/// Resident operands are in the cells when it starts, and results stay there.
/// </summary>
public sealed class PimKernel
{
    private readonly DeviceModel model;
    private readonly KernelLayout layout;
    private readonly KernelCommands commands;
    private readonly IReadOnlyList<byte[]> programWords;

    /// <summary>Places a kernel on a device.</summary>
    /// <exception cref="UserErrorException">The device cannot run it (PIM0700, PIM0709, PIM0720), or it does not fit (PIM0496, PIM0721).</exception>
    public PimKernel(DeviceModel model, KernelShape shape)
    {
        this.model = model;
        layout = KernelLayout.Create(model, shape);
        commands = new KernelCommands(model);
        programWords = KernelInstructions.BusWords(
            layout, layout.Model.Unit!.Sequencer == SequencerKind.Device ? KernelInstructions.Executed(layout, Lower(0)) : KernelInstructions.Words(layout));
        Program = Lower(programWords.Count);
    }

    /// <summary>What runs in every domain.</summary>
    public PimProgram Program { get; }

    /// <summary>Times it.</summary>
    public KernelRun Time(CancellationToken cancellation) => Time(null, cancellation);

    /// <summary>Times it.</summary>
    /// <param name="sink">Keeps the commands, without data, or null: then what was seen before is skipped.</param>
    /// <param name="cancellation">Stops the run.</param>
    public KernelRun Time(ICommandSink? sink, CancellationToken cancellation)
    {
        (PimProgram[] programs, int[] alone) = EveryDomain.Runs(model, Program);
        var runner = new ProgramRunner(model);
        ProgramRun run = sink is null ? runner.Time(programs, alone, cancellation) : runner.Run(programs, alone, new SinkObserver(sink), cancellation);
        return Report(run, 0, null);
    }

    /// <summary>Executes every command on banks with seeded operands and compares what comes out.</summary>
    public KernelRun Execute(ulong seed, CancellationToken cancellation) => Execute(seed, null, cancellation);

    /// <summary>Executes every command on banks with seeded operands and compares what comes out.</summary>
    /// <param name="seed">Of the operands.</param>
    /// <param name="sink">Keeps the commands and their bus data, or null.</param>
    /// <param name="cancellation">Stops the run.</param>
    public KernelRun Execute(ulong seed, ICommandSink? sink, CancellationToken cancellation)
    {
        var device = new PimDevice(model, seed);
        IKernelData data = layout.Shape.Kind == KernelKind.Gemv ? new GemvData(layout, seed) : new ElementwiseData(layout, seed);
        data.Store(device.Cores);
        (PimProgram[] programs, int[] alone) = EveryDomain.Runs(model, Program);
        var host = new StreamHost(programs.Length);
        byte[][] inputs = [.. Inputs(data)];
        for (int d = 0; d < programs.Length; d++)
        {
            host.Attach(d, inputs, Outputs());
        }

        var executor = new CommandExecutor(model, device.Cores, host, sink);
        ProgramRun run = device.Runner.Run(programs, alone, new ExecutingObserver(executor), cancellation);
        host.RequireDrained();
        return Report(run, executor.Executed, data.Check(device.Cores));
    }

    private PimProgram Lower(int words) => layout.Shape.Kind == KernelKind.Gemv
        ? GemvLowering.Lower(layout, commands, words)
        : ElementwiseLowering.Lower(layout, commands, words);

    /// <summary>Writes that ask for all-bank mode carry nothing; then the program, then inputs.</summary>
    private IEnumerable<byte[]> Inputs(IKernelData data)
    {
        byte[] nothing = new byte[model.Organization.AccessBits / 8];
        return Enumerable.Repeat(nothing, KernelWriter.EnterBanks(model.Organization).Length).Concat(programWords).Concat(data.Inputs());
    }

    /// <summary>Nobody looks at what parking reads.</summary>
    private IEnumerable<OutputSink> Outputs() => Enumerable.Repeat<OutputSink>(_ => { }, 2 * model.Organization.Banks);

    private KernelRun Report(ProgramRun run, long executed, KernelCheck? check)
    {
        EnergyTally? energy = null;
        if (model.Energy is not null)
        {
            energy = new EnergyTally(1);
            energy.Add(model.Energy, run);
        }

        long columns = run.Domains.Sum(d => d.TotalCommands(commands.VectorRow) + d.TotalCommands(commands.WriteBack));
        return new KernelRun
        {
            Run = run,
            Energy = energy,
            PeakCycles = PeakCycles(),
            ColumnAccesses = columns * model.UnitsPerDomain / model.Organization.Chips,
            CommandsExecuted = executed,
            Check = check,
        };
    }

    private long PeakCycles()
    {
        long spacing = model.Standard.Parameters["CCD_L"];
        long accesses = layout.Shape.Kind == KernelKind.Gemv ? 1 : layout.Operands + 1;
        Int128 perCycle = (Int128)layout.Units * layout.Lanes;
        return (long)((((Int128)layout.Shape.Operations * accesses * spacing) + perCycle - 1) / perCycle);
    }
}
