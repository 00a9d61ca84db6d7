using PimSim.Core;
using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// Additions on the SIMD lanes of near-bank units. Each lane of each unit has an output position; all domains run the same program, refresh
/// included.
/// </summary>
public sealed class AdditionKernel
{
    private const long MaxTerms = 4_000_000;

    private readonly DeviceModel model;
    private readonly AdditionLayout layout;

    /// <summary>Lowers a plan.</summary>
    /// <param name="model">The device.</param>
    /// <param name="plan">The sums.</param>
    /// <param name="sideBySide">Sums that share the reads of columns, each in a register of its own.</param>
    /// <exception cref="UserErrorException">
    /// PIM1420 to PIM1423: sequencers, registers, number format, size; PIM0700, PIM0702, PIM0709, PIM0712: the device has no such units, or too few rows.
    /// </exception>
    public AdditionKernel(DeviceModel model, AdditionPlan plan, int sideBySide)
    {
        if (plan.Terms > MaxTerms)
        {
            throw new UserErrorException("PIM1423", $"sums of {plan.Terms} terms; at most {MaxTerms} are lowered", null, "take fewer bases, or smaller layers with --layers");
        }

        this.model = model;
        layout = new AdditionLayout(model, plan, sideBySide);
        var writer = StepWriter.Program(layout.Geometry, Enum.GetValues<AdditionPhase>().Length);
        new AdditionSchedule(layout, writer, null).Run();
        Program = writer.Build();
    }

    /// <summary>What runs in every domain.</summary>
    public PimProgram Program { get; }

    /// <summary>Output positions of a pass: the lanes of all units of the device.</summary>
    public int Positions => layout.DomainPositions * model.Organization.Domains;

    /// <summary>Times a pass.</summary>
    public AdditionRun Time(CancellationToken cancellation)
    {
        (PimProgram[] programs, int[] alone) = EveryDomain.Runs(model, Program);
        return Report(new ProgramRunner(model).Time(programs, alone, cancellation), [], 0);
    }

    /// <summary>Executes every command of a pass on banks.</summary>
    /// <param name="operands"><see cref="Positions"/> x operands of the plan, each -1, 0 or +1.</param>
    /// <param name="sink">Keeps the commands, or null.</param>
    /// <param name="cancellation">Stops the run.</param>
    public AdditionRun Execute(sbyte[] operands, ICommandSink? sink, CancellationToken cancellation)
    {
        var device = new PimDevice(model, seed: 1);
        float[] sums = new float[Positions * layout.Plan.Sums.Count];
        (PimProgram[] programs, int[] alone) = EveryDomain.Runs(model, Program);
        var host = new StreamHost(programs.Length);
        for (int d = 0; d < programs.Length; d++)
        {
            var writer = StepWriter.Host(layout.Geometry);
            new AdditionSchedule(layout, writer, new AdditionData(layout, operands, sums, d)).Run();
            host.Attach(d, writer.Inputs.Select(i => i()), writer.Outputs);
        }

        var executor = new CommandExecutor(model, device.Cores, host, sink);
        ProgramRun run = device.Runner.Run(programs, alone, new ExecutingObserver(executor), cancellation);
        host.RequireDrained();
        return Report(run, sums, executor.Executed);
    }

    private AdditionRun Report(ProgramRun run, float[] sums, long executed) =>
        new(run, model.Energy is null ? null : InferenceEnergy.Of(model, run, Program.Layers), sums, executed);
}
