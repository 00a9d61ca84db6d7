using PimSim.Models;

namespace PimSim.Device.Tests;

/// <summary>Runs programs on a whole device.</summary>
internal static class Runs
{
    /// <summary>The program in domain 0, nothing in the others; every domain alone.</summary>
    public static (ProgramRun Run, Recorder Seen) Single(DeviceModel model, PimProgram program) =>
        All(model, [program, .. Enumerable.Repeat(new ProgramBuilder(program.Layers).Build(), model.Organization.Domains - 1)]);

    public static (ProgramRun Run, Recorder Seen) All(DeviceModel model, IReadOnlyList<PimProgram> programs, IReadOnlyList<int>? groups = null)
    {
        var seen = Recorder.Create();
        groups ??= [.. Enumerable.Range(0, programs.Count)];
        ProgramRun run = new ProgramRunner(model).Run(programs, groups, seen, CancellationToken.None);
        return (run, seen);
    }

    /// <summary>A program of single commands.</summary>
    public static PimProgram Sequence(DeviceModel model, params (string Name, CommandOperands Operands)[] commands)
    {
        var builder = new ProgramBuilder(1);
        foreach ((string name, CommandOperands operands) in commands)
        {
            builder.Command(model.Id(name), operands);
        }

        return builder.Build();
    }
}
