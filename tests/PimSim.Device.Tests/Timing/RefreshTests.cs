using PimSim.Core;
using PimSim.Models;

namespace PimSim.Device.Tests;

/// <summary>Refresh goes on whatever a program does.</summary>
public sealed class RefreshTests
{
    /// <summary>A refresh longer than its interval, and one that leaves less than it takes to open a row and use it.</summary>
    [Theory]
    [InlineData("timing.RFC=4096")]
    [InlineData("timing.RFC=3895")]
    [InlineData("timing.REFI=20")]
    public void PIM0601_refresh_that_leaves_no_time_is_said(string setting)
    {
        DeviceModel model = DeviceModelLoader.Load(TestModels.Hbm2Name, [setting]);
        var builder = new ProgramBuilder(1);
        builder.Command(model.Id("ACT"), new CommandOperands { Bank = 2, Row = 20 });
        builder.Loop(5_000, () => builder.Command(model.Id("RD"), new CommandOperands { Bank = 2 }));

        UserErrorException fault = Assert.Throws<UserErrorException>(() => Runs.Single(model, builder.Build()));
        Assert.Equal("PIM0601", Assert.Single(fault.Diagnostics).Code);
    }

    [Theory]
    [MemberData(nameof(TestModels.Names), MemberType = typeof(TestModels))]
    public void AllBankRowsAreClosedRefreshedAndReopened(string name)
    {
        DeviceModel model = TestModels.Get(name);
        var builder = new ProgramBuilder(1);
        builder.Command(model.Id("PIM_MODE"), new CommandOperands { Operation = 1 });
        builder.Command(model.Id("ACTab"), new CommandOperands { Row = 77 });
        builder.Loop(10_000, () => builder.Command(model.Id("PIM_XNOR_ACC"), new CommandOperands { Count = 8 }));

        (ProgramRun run, Recorder seen) = Runs.Single(model, builder.Build());

        TimedCommand[] commands = [.. seen.Issued.Where(i => i.Domain == 0).Select(i => i.Command)];
        CheckRhythm(model, run, seen);
        foreach (int i in Enumerable.Range(0, commands.Length).Where(i => commands[i].Command == model.Id("REFab")))
        {
            Assert.Equal(model.Id("PREab"), commands[i - 1].Command);
            Assert.Equal(model.Id("ACTab"), commands[i + 1].Command);
            Assert.Equal(77, commands[i + 1].Operands.Row);
            Assert.Equal(model.Parameter("RP"), commands[i].Cycle - commands[i - 1].Cycle);
            Assert.Equal(model.Parameter("RFC") - model.Parameter("ACT_EXTRA"), commands[i + 1].Cycle - commands[i].Cycle);
        }

        long refresh = run.Domains[0].PhaseCycles[(int)CommandPhase.Refresh];
        long each = model.Parameter("RP") + model.Parameter("RFC") + model.Parameter("RCDRD");
        Assert.Equal(each * run.Domains[0].TotalCommands(model.Id("REFab")), refresh);
        Assert.Equal(10_000, run.Domains[0].TotalCommands(model.Id("PIM_XNOR_ACC")));
    }

    [Theory]
    [MemberData(nameof(TestModels.Names), MemberType = typeof(TestModels))]
    public void PlainRowsAreReopenedWhereTheyAreUsedAgain(string name)
    {
        DeviceModel model = TestModels.Get(name);
        var builder = new ProgramBuilder(1);
        builder.Command(model.Id("ACT"), new CommandOperands { Bank = 2, Row = 20 });
        builder.Command(model.Id("ACT"), new CommandOperands { Bank = 9, Row = 90 });
        builder.Command(model.Id("ACT"), new CommandOperands { Bank = 14, Row = 140 });
        builder.Loop(5_000, () =>
        {
            builder.Command(model.Id("RD"), new CommandOperands { Bank = 2 });
            builder.Command(model.Id("RD"), new CommandOperands { Bank = 9 });
        });
        builder.Command(model.Id("PREpb"), new CommandOperands { Bank = 14 });

        (ProgramRun run, Recorder seen) = Runs.Single(model, builder.Build());

        CheckRhythm(model, run, seen);
        TimedCommand[] commands = [.. seen.Issued.Where(i => i.Domain == 0).Select(i => i.Command)];
        long refreshes = run.Domains[0].TotalCommands(model.Id("REFab"));
        Assert.Equal(3 + (2 * refreshes), run.Domains[0].TotalCommands(model.Id("ACT")));
        Assert.All(
            commands.Where(c => c.Command == model.Id("ACT")),
            c => Assert.Equal(c.Operands.Bank * 10, c.Operands.Row));
    }

    [Fact]
    public void DomainsThatWaitOrHaveEndedRefreshToTheEndOfTheRun()
    {
        DeviceModel model = TestModels.Hbm2;
        var worker = new ProgramBuilder(1);
        worker.Command(model.Id("ACT"), default);
        worker.Loop(6_000, () => worker.Command(model.Id("RD"), default));
        worker.Barrier(hostCycles: 30_000);
        worker.Command(model.Id("RD"), default);
        var waiting = new ProgramBuilder(1);
        waiting.Command(model.Id("ACT"), default);
        waiting.Barrier();
        waiting.Command(model.Id("RD"), default);
        PimProgram empty = new ProgramBuilder(1).Build();
        PimProgram[] programs = [worker.Build(), waiting.Build(), .. Enumerable.Repeat(empty, model.Organization.Domains - 2)];

        (ProgramRun run, Recorder seen) = Runs.All(model, programs, [0, 0, .. Enumerable.Range(1, model.Organization.Domains - 2)]);

        Assert.True(run.Cycles > 50_000);
        CheckRhythm(model, run, seen);
        long idle = (run.Cycles - 1) / model.RefreshIntervalCycles;
        Assert.All(run.Domains, d => Assert.InRange(d.TotalCommands(model.Id("REFab")), idle - 1, idle));
        Assert.All(run.Domains, d => Assert.Equal(run.Cycles, d.ActiveCycles.Sum() + d.PrechargedCycles.Sum()));
        Assert.All(run.Domains, d => Assert.Equal(d.EndCycle, d.PhaseCycles.Sum()));
    }

    [Fact]
    public void IdleTimeCountsToTheLastLayerByTheStateOfTheRows()
    {
        DeviceModel model = TestModels.Hbm2;
        var open = new ProgramBuilder(3);
        open.Command(model.Id("ACT"), default);
        var longer = new ProgramBuilder(3);
        longer.Command(model.Id("ACT"), new CommandOperands { Bank = 1 });
        longer.Loop(500, () => longer.Command(model.Id("RD"), new CommandOperands { Bank = 1 }));
        PimProgram empty = new ProgramBuilder(3).Build();
        PimProgram[] programs = [open.Build(), longer.Build(), .. Enumerable.Repeat(empty, model.Organization.Domains - 2)];

        ProgramRun run = Runs.All(model, programs).Run;

        Assert.True(run.Cycles < model.RefreshIntervalCycles);
        Assert.Equal([2, 0, run.Cycles - 2], run.Domains[0].ActiveCycles);
        Assert.Equal([0, 0, 0], run.Domains[0].PrechargedCycles);
        Assert.Equal([0, 0, run.Cycles], run.Domains[2].PrechargedCycles);
    }

    [Fact]
    public void WithoutRefreshNothingIsRefreshed()
    {
        DeviceModel model = DeviceModelLoader.Load(TestModels.Ddr4Name, ["refresh.policy=none"]);
        var builder = new ProgramBuilder(1);
        builder.Command(model.Id("ACT"), default);
        builder.Barrier(hostCycles: 100_000);
        builder.Command(model.Id("RD"), default);

        Assert.Equal(0, Runs.Single(model, builder.Build()).Run.Domains[0].TotalCommands(model.Id("REFab")));
    }

    /// <summary>Every domain refreshes once an interval, late by no more than a row cycle, never beyond the model's limit.</summary>
    private static void CheckRhythm(DeviceModel model, ProgramRun run, Recorder seen)
    {
        ConstraintRow limit = Assert.Single(model.Standard.Constraints, r => r.Max);
        for (int d = 0; d < run.Domains.Count; d++)
        {
            long[] at = [.. seen.Issued.Where(i => i.Domain == d && i.Command.Command == model.Id("REFab")).Select(i => i.Command.Cycle)];
            Assert.True(at.Length >= 2, $"domain {d} has {at.Length} refreshes");
            long late = model.Parameter("RC") + model.Parameter("RP") + model.Parameter("WR") + model.Parameter("RL") + 30;
            for (int i = 0; i < at.Length; i++)
            {
                Assert.InRange(at[i] - ((i + 1L) * model.RefreshIntervalCycles), 0, late);
            }

            Assert.All(at.Zip(at.Skip(1)), p => Assert.InRange(p.Second - p.First, 0, limit.LatencyAfter(0)));
            Assert.True(run.Cycles - at[^1] <= model.RefreshIntervalCycles + late);
        }
    }
}
