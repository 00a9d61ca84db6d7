using PimSim.Core;
using PimSim.Models;

namespace PimSim.Driver.Tests;

/// <summary>Kernels whose units execute what their instruction store was loaded with over the bus.</summary>
public sealed class SequencedKernelTests
{
    [Theory]
    [InlineData(KernelKind.Gemv, 100, 70, 1)]
    [InlineData(KernelKind.Gemv, 300, 900, 2)]
    [InlineData(KernelKind.Add, 5000, 1, 1)]
    [InlineData(KernelKind.Mul, 9000, 1, 2)]
    [InlineData(KernelKind.Relu, 20_000, 1, 1)]
    public void ResultsAreThoseOfTheHostsSequencer(KernelKind kind, int outputs, int inputs, int batch)
    {
        KernelShape shape = KernelModels.Shape(kind, outputs, inputs, batch);
        KernelRun host = new PimKernel(KernelModels.Small(), shape).Execute(7, CancellationToken.None);
        DeviceModel model = KernelModels.Small("unit.sequencer=device", "unit.instructionEntries=256");
        var kernel = new PimKernel(model, shape);
        KernelRun device = kernel.Execute(7, CancellationToken.None);
        Assert.Equal(0, device.Check!.Mismatches);
        Assert.Equal(host.Check!.ResultSha256, device.Check.ResultSha256, StringComparer.Ordinal);
        Assert.Equal(kernel.Time(CancellationToken.None).Run.Cycles, device.Run.Cycles);
        int load = model.Standard.FindCommand(PimOperation.LoadProgramBus);
        const CommandEffects Rows = CommandEffects.Opens | CommandEffects.Closes | CommandEffects.Refreshes;
        foreach (CommandSpec c in model.Standard.Commands.Where(c => (c.Effects & Rows) == CommandEffects.None))
        {
            // Loads take time, so that refresh closes rows at other places.
            Assert.True(c.Id == load || host.Run.Domains[0].TotalCommands(c.Id) == device.Run.Domains[0].TotalCommands(c.Id), c.Name);
        }

        Assert.InRange(device.Run.Domains[0].TotalCommands(load), 2, 256 / 8);
    }

    [Fact]
    public void PIM0496_what_a_store_does_not_take_at_once_is_refused()
    {
        UserErrorException e = Assert.Throws<UserErrorException>(
            () => new PimKernel(KernelModels.Small("unit.sequencer=device", "unit.instructionEntries=8"), KernelShape.Gemv(300, 400, 2)));
        Assert.Equal("PIM0496", Assert.Single(e.Diagnostics).Code);
        Assert.Contains("holds 8", e.Diagnostics[0].Message, StringComparison.Ordinal);
    }
}
