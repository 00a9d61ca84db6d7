using PimSim.Core;
using PimSim.Models;

namespace PimSim.Device.Tests;

/// <summary>Small programs: the list of commands and the gaps between them.</summary>
public sealed class ProgramRunnerTests
{
    private static readonly CommandOperands EnterAllBank = new() { Operation = 1 };

    [Fact]
    public void ReadOfOneRowTakesWhatTheSheetSays()
    {
        DeviceModel model = TestModels.Ddr4;
        PimProgram program = Runs.Sequence(
            model,
            ("ACT", new CommandOperands { Bank = 3, Row = 7 }),
            ("RD", new CommandOperands { Bank = 3 }),
            ("RD", new CommandOperands { Bank = 3, Column = 1 }),
            ("PREpb", new CommandOperands { Bank = 3 }));

        (ProgramRun run, Recorder seen) = Runs.Single(model, program);

        Assert.Equal(["ACT@0", "RD@16", "RD@22", "PREpb@39"], seen.Listing(model, 0));

        // The last beat of the second read, RL + BL = 20 later, is after the precharge.
        Assert.Equal(22 + 20, run.Cycles);
    }

    [Fact]
    public void NearBankProgramIssuesInItsOwnOrder()
    {
        DeviceModel model = TestModels.Hbm2;
        PimProgram program = Runs.Sequence(
            model,
            ("PIM_MODE", EnterAllBank),
            ("ACTab", new CommandOperands { Row = 5 }),
            ("PIM_LOAD_INPUT", default),
            ("PIM_XNOR_ACC", new CommandOperands { Count = 8 }),
            ("PIM_XNOR_ACC", new CommandOperands { Count = 3, Column = 1 }),
            ("PIM_THRESHOLD", new CommandOperands { Count = 32, Stride = 1 }),
            ("PIM_READ_OUT", default),
            ("PREab", default),
            ("PIM_MODE", default));

        (ProgramRun run, Recorder seen) = Runs.Single(model, program);

        string[] expected =
        [
            "PIM_MODE@0",
            "ACTab@24", // MOD
            "PIM_LOAD_INPUT@39", // RCDRD + 1
            "PIM_XNOR_ACC@46", // WL + BL
            "PIM_XNOR_ACC@54", // n of the first
            "PIM_THRESHOLD@62", // max(CCD_L, n) + PIPE
            "PIM_READ_OUT@68", // 32 / 16 + PIPE
            "PREab@68", // on the row bus; legal since cycle 59, but it is the program's turn only now
            "PIM_MODE@84", // RL + BL after the read-out
        ];
        Assert.Equal(expected, seen.Listing(model, 0));
        Assert.Equal(85, run.Cycles);
    }

    [Fact]
    public void CommandsOfADomainNeverGoBackInTime()
    {
        // PIM_CLEAR has no distance to a precharge or an activate and sits on the other bus.
        DeviceModel model = TestModels.Hbm2;
        PimProgram program = Runs.Sequence(
            model,
            ("PIM_MODE", EnterAllBank),
            ("ACTab", default),
            ("PREab", default),
            ("PIM_CLEAR", default),
            ("ACTab", default),
            ("PIM_CLEAR", default),
            ("PREab", default));

        string[] listing = Runs.Single(model, program).Seen.Listing(model, 0);

        Assert.Equal(["PIM_MODE@0", "ACTab@24", "PREab@59", "PIM_CLEAR@59", "ACTab@72", "PIM_CLEAR@72", "PREab@107"], listing);
    }

    [Fact]
    public void DomainsOfAChannelTakeTurnsOnTheBuses()
    {
        DeviceModel model = TestModels.Hbm2;
        PimProgram program = Runs.Sequence(model, ("ACT", default), ("ACT", new CommandOperands { Bank = 4 }), ("PREab", default));
        PimProgram[] programs = [.. Enumerable.Repeat(program, model.Organization.Domains)];

        Recorder seen = Runs.All(model, programs).Seen;

        Assert.Equal(["ACT@0", "ACT@4", "PREab@39"], seen.Listing(model, 0));
        Assert.Equal(["ACT@2", "ACT@6", "PREab@41"], seen.Listing(model, 1));
        Assert.Equal(["ACT@0", "ACT@4", "PREab@39"], seen.Listing(model, 2));
    }

    [Fact]
    public void MarkRemembersTheLastBeatBeforeTheFirstMark()
    {
        DeviceModel model = TestModels.Ddr4;
        var builder = new ProgramBuilder(1);
        builder.Command(model.Id("ACT"), default);
        builder.Command(model.Id("RD"), default);
        builder.Mark();
        builder.Command(model.Id("RD"), default);
        builder.Mark();

        ProgramRun run = Runs.Single(model, builder.Build()).Run;

        Assert.Equal(16 + 20, run.Domains[0].FirstMarkCycle);
        Assert.Equal(22 + 20, run.Domains[0].EndCycle);
    }

    [Fact]
    public void CyclesCountToTheLayerAndPhaseOfTheCommandBefore()
    {
        DeviceModel model = TestModels.Ddr4;
        var builder = new ProgramBuilder(2);
        builder.Command(model.Id("ACT"), default);
        builder.SetLayer(1);
        builder.Command(model.Id("RD"), new CommandOperands { Count = 5 });
        builder.Command(model.Id("PREab"), default);

        DomainTiming d = Runs.Single(model, builder.Build()).Run.Domains[0];

        Assert.Equal(16, d.PhaseCycles[(int)CommandPhase.Load]);
        Assert.Equal(23, d.PhaseCycles[DomainTiming.Phases + (int)CommandPhase.Move]);
        Assert.Equal(1, d.PhaseCycles[DomainTiming.Phases + (int)CommandPhase.Load]);
        Assert.Equal(16, d.LayerCycles(0));
        Assert.Equal((16, 23), (d.ActiveCycles[0], d.ActiveCycles[1]));
        Assert.Equal(1, d.PrechargedCycles[1]);
        Assert.Equal((1, 5), (d.CommandsOf(1, model.Id("RD")), d.OperandsOf(1, model.Id("RD"))));
        Assert.Equal(0, d.CommandsOf(0, model.Id("RD")));
    }

    [Theory]
    [InlineData("PIM_XNOR_ACC")]
    [InlineData("RD")]
    [InlineData("PIM_WRITE_BACK")]
    public void CommandWithoutOpenRowIsABug(string command)
    {
        DeviceModel model = TestModels.Hbm2;
        PimProgram program = command == "RD"
            ? Runs.Sequence(model, (command, default))
            : Runs.Sequence(model, ("PIM_MODE", EnterAllBank), (command, default));
        Assert.Throws<InternalErrorException>(() => Runs.Single(model, program));
    }

    [Fact]
    public void CommandInTheWrongModeIsABug()
    {
        DeviceModel model = TestModels.Hbm2;
        Assert.Throws<InternalErrorException>(() => Runs.Single(model, Runs.Sequence(model, ("ACTab", default))));
        Assert.Throws<InternalErrorException>(() => Runs.Single(model, Runs.Sequence(model, ("PIM_CLEAR", default))));
        Assert.Throws<InternalErrorException>(() => Runs.Single(model, Runs.Sequence(model, ("PIM_MODE", EnterAllBank), ("ACT", default))));
        Assert.Throws<InternalErrorException>(() => Runs.Single(model, Runs.Sequence(model, ("ACT", default), ("PIM_XNOR_ACC", default))));
    }

    [Fact]
    public void OpeningOrChangingModeOverAnOpenRowIsABug()
    {
        DeviceModel model = TestModels.Hbm2;
        Assert.Throws<InternalErrorException>(() => Runs.Single(model, Runs.Sequence(model, ("ACT", default), ("ACT", default))));
        Assert.Throws<InternalErrorException>(() => Runs.Single(model, Runs.Sequence(model, ("ACT", default), ("PIM_MODE", EnterAllBank))));
        Assert.Throws<InternalErrorException>(() => Runs.Single(model, Runs.Sequence(model, ("ACT", default), ("REFab", default))));
    }

    [Fact]
    public void CancellationStopsARun()
    {
        DeviceModel model = TestModels.Ddr4;
        using var source = new CancellationTokenSource();
        source.Cancel();
        PimProgram program = Runs.Sequence(model, ("ACT", default));
        Assert.Throws<OperationCanceledException>(() => new ProgramRunner(model).Time([program], [0], source.Token));
    }
}
