using PimSim.Core;
using PimSim.Models;

namespace PimSim.Device.Tests;

/// <summary>Commands that reach one bank of every unit.</summary>
public sealed class EveryUnitTests
{
    private static readonly DeviceModel Model = DeviceModelLoader.Load("hbm2-pim-fp16", ["organization.channels=1"]);

    [Fact]
    public void EvenAndOddBanksHaveRowsOfTheirOwn()
    {
        var core = new DomainCore(Model, 0, 1);
        var host = new CountingHost(Model);
        ulong[] zero = new ulong[4];
        ulong[] words = new ulong[4];
        for (int bank = 0; bank < Model.Organization.Banks; bank++)
        {
            core.Cells.Write(new RowAddress(bank, 10 + (bank % 2)), 3, zero);
        }

        Execute(core, host, ("PIM_MODE", new CommandOperands { Operation = 1 }));
        Execute(core, host, ("PIM_ACT", At(0, row: 10)), ("PIM_ACT", At(1, row: 11)));
        Execute(core, host, ("PIM_VECTOR_ROW", At(0, column: 3)), ("PIM_WRITE_BACK", At(1, column: 4)));

        for (int bank = 1; bank < Model.Organization.Banks; bank += 2)
        {
            core.Cells.Read(new RowAddress(bank, 11), 4, words);
            Assert.Equal(zero, words);
        }

        Execute(core, host, ("PIM_PRE", At(0)));
        Assert.Equal("PIM0612", Refused(core, host, ("PIM_VECTOR_ROW", At(0, column: 3))));
        Execute(core, host, ("PIM_VECTOR_ROW", At(1, column: 3)));
        Assert.Equal("PIM0612", Refused(core, host, ("PIM_MODE", default)));
    }

    [Fact]
    public void BankAndParityNameTheSameBank()
    {
        var core = new DomainCore(Model, 0, 1);
        var host = new CountingHost(Model);
        Execute(core, host, ("PIM_MODE", new CommandOperands { Operation = 1 }));
        Execute(core, host, ("PIM_ACT", At(0)), ("PIM_ACT", At(1)));

        Assert.Equal("PIM0613", Refused(core, host, ("PIM_VECTOR_ROW", At(1) with { Parity = 0 })));
        Assert.Equal("PIM0613", Refused(core, host, ("PIM_ACT", At(2))));
    }

    [Fact]
    public void TheProgramComesOverTheBus()
    {
        var core = new DomainCore(Model, 0, 1);
        var host = new CountingHost(Model);
        Execute(core, host, ("PIM_MODE", new CommandOperands { Operation = 1 }), ("PIM_ACT", At(1)));
        Execute(core, host, ("PIM_LOAD_PROGRAM", At(1) with { Entry = 8 }));

        Assert.Equal(1, host.Given);
        Assert.Equal("PIM0613", Refused(core, host, ("PIM_LOAD_PROGRAM", At(1) with { Entry = 32 })));
    }

    [Fact]
    public void ARefreshClosesBothAndRowsComeBackWhereTheyAreUsed()
    {
        var builder = new ProgramBuilder(1);
        builder.Command(Model.Id("PIM_MODE"), new CommandOperands { Operation = 1 });
        builder.Command(Model.Id("PIM_ACT"), At(0, row: 20));
        builder.Command(Model.Id("PIM_ACT"), At(1, row: 30));
        builder.Loop(3_000, () => builder.Command(Model.Id("PIM_VECTOR_ROW"), At(1)));
        builder.Command(Model.Id("PIM_VECTOR_ROW"), At(0));

        (ProgramRun run, Recorder seen) = Runs.Single(Model, builder.Build());

        TimedCommand[] commands = [.. seen.Issued.Where(i => i.Domain == 0).Select(i => i.Command)];
        TimedCommand[] opened = [.. commands.Where(c => c.Command == Model.Id("PIM_ACT")).Skip(2)];
        Assert.Equal(3, run.Domains[0].TotalCommands(Model.Id("REFab")));
        Assert.All(opened[..^1], c => Assert.Equal((1, 30), (c.Operands.Bank, c.Operands.Row)));
        Assert.Equal((0, 20), (opened[^1].Operands.Bank, opened[^1].Operands.Row));
        Assert.InRange(Array.Find(commands, c => c.Command == Model.Id("REFab")).Cycle, 1950 + 14, 1950 + 14 + 4);
        Assert.Empty(new RuleChecker(Model, TimingRule.Of(Model)).Violations(PlacedCommand.Of(Model, seen.Issued, 0)));
    }

    [Fact]
    public void CommandsGoOnWhileRowsCannotBeClosedForARefresh()
    {
        long LastBefore(string stalls)
        {
            DeviceModel model = DeviceModelLoader.Load("hbm2-pim-fp16", ["organization.channels=1", "refresh.first=200", $"refresh.stalls={stalls}"]);
            var builder = new ProgramBuilder(1);
            builder.Command(model.Id("PIM_MODE"), new CommandOperands { Operation = 1 });
            builder.Command(model.Id("PIM_ACT"), At(0));
            builder.Loop(100, () => builder.Command(model.Id("PIM_WRITE_BACK"), At(0)));
            (_, Recorder seen) = Runs.Single(model, builder.Build());
            TimedCommand[] commands = [.. seen.Issued.Where(i => i.Domain == 0).Select(i => i.Command)];
            int refresh = Array.FindIndex(commands, c => c.Command == model.Id("PREab"));
            return refresh < 0 ? long.MaxValue : commands[refresh - 1].Cycle;
        }

        Assert.InRange(LastBefore("true"), 190, 200);
        Assert.Equal(long.MaxValue, LastBefore("false"));
    }

    private static CommandOperands At(int bank, int row = 0, int column = 0) =>
        new() { Bank = (short)bank, Parity = (byte)bank, Row = row, Column = (short)column, Count = 1, Operation = (byte)VectorOperation.LoadRow };

    private static void Execute(DomainCore core, CountingHost host, params (string Name, CommandOperands Operands)[] commands)
    {
        foreach ((string name, CommandOperands o) in commands)
        {
            bool writesBack = name == "PIM_WRITE_BACK";
            core.Execute(new TimedCommand(0, (short)Model.Id(name), 0, 0, 0, writesBack ? o with { Operation = (byte)PimBuffer.Vector } : o), host);
        }
    }

    private static string Refused(DomainCore core, CountingHost host, (string Name, CommandOperands Operands) command) =>
        Assert.Single(Assert.Throws<UserErrorException>(() => Execute(core, host, command)).Diagnostics).Code;
}
