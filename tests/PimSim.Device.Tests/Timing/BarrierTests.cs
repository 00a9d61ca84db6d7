using PimSim.Models;

namespace PimSim.Device.Tests;

/// <summary>Barriers: who waits for whom, until when, and where the cycles count.</summary>
public sealed class BarrierTests
{
    [Fact]
    public void ReleaseIsTheLastBeatPlusTurnaroundPlusHostWork()
    {
        DeviceModel model = TestModels.Ddr4;
        var builder = new ProgramBuilder(1);
        builder.Command(model.Id("ACT"), default);
        builder.Command(model.Id("RD"), default);
        builder.Barrier(hostCycles: 70);
        builder.Command(model.Id("RD"), default);

        (ProgramRun run, Recorder seen) = Runs.Single(model, builder.Build());

        int lastBeat = 16 + 20;
        int released = lastBeat + model.HostTurnaroundCycles + 70;
        Assert.Equal(["ACT@0", "RD@16", $"RD@{released}"], seen.Listing(model, 0));
        Assert.Equal([(0, 0)], seen.Barriers);
        Assert.Equal(released - lastBeat, run.Domains[0].PhaseCycles[(int)CommandPhase.Host]);
        Assert.Equal(run.Cycles, run.Domains[0].PhaseCycles.Sum());
    }

    [Fact]
    public void BarrierWithNothingReadOutWaitsFromTheLastCommand()
    {
        DeviceModel model = TestModels.Ddr4;
        var builder = new ProgramBuilder(1);
        builder.Command(model.Id("ACT"), default);
        builder.Barrier();
        builder.Command(model.Id("RD"), default);

        Assert.Equal(["ACT@0", $"RD@{model.HostTurnaroundCycles}"], Runs.Single(model, builder.Build()).Seen.Listing(model, 0));
    }

    [Fact]
    public void BarriersInARowAddUp()
    {
        DeviceModel model = TestModels.Ddr4;
        var builder = new ProgramBuilder(1);
        builder.Command(model.Id("ACT"), default);
        builder.Barrier(hostCycles: 1000);
        builder.Barrier(hostCycles: 5);
        builder.Command(model.Id("PREab"), default);

        (ProgramRun run, Recorder seen) = Runs.Single(model, builder.Build());

        int released = 1000 + 5 + (2 * model.HostTurnaroundCycles);
        Assert.Equal(["ACT@0", $"PREab@{released}"], seen.Listing(model, 0));
        Assert.Equal(released, run.Domains[0].PhaseCycles[(int)CommandPhase.Host]);
    }

    [Fact]
    public void GroupOverChannelsWaitsForItsSlowest()
    {
        DeviceModel model = TestModels.Hbm2TwoChannels;
        PimProgram[] programs = [.. Enumerable.Range(0, 4).Select(d => ReadsThenBarrier(model, 1 + (2 * d)))];

        (ProgramRun run, Recorder seen) = Runs.All(model, programs, [0, 0, 0, 0]);

        long lastRead = seen.Issued.Where(i => i.Domain == 3 && i.Command.Command == model.Id("RD")).Max(i => i.Command.Cycle);
        long released = lastRead + model.Command("RD").DataEndCycles + model.HostTurnaroundCycles;
        long[] after = [.. Enumerable.Range(0, 4).Select(d => seen.Issued.Last(i => i.Domain == d).Command.Cycle)];
        Assert.Equal([released, released + 1, released, released + 1], after);
        Assert.Equal(released + 2, run.Cycles);
        Assert.Equal(4, seen.Barriers.Count);
    }

    [Fact]
    public void GroupsDoNotWaitForEachOther()
    {
        DeviceModel model = TestModels.Hbm2TwoChannels;
        PimProgram[] programs = [.. Enumerable.Range(0, 4).Select(d => ReadsThenBarrier(model, d < 2 ? 1 : 50))];

        Recorder seen = Runs.All(model, programs, [0, 0, 1, 1]).Seen;

        long first = seen.Issued.Last(i => i.Domain == 0).Command.Cycle;
        long second = seen.Issued.Last(i => i.Domain == 2).Command.Cycle;
        Assert.Equal(49 * model.Parameter("CCD_L"), second - first);
    }

    [Fact]
    public void MemberWithoutFurtherBarriersHoldsNobody()
    {
        DeviceModel model = TestModels.Hbm2TwoChannels;
        PimProgram none = Runs.Sequence(model, ("ACT", default), ("PREab", default));
        PimProgram[] programs = [none, ReadsThenBarrier(model, 2), ReadsThenBarrier(model, 2), none];

        Recorder seen = Runs.All(model, programs, [0, 0, 0, 0]).Seen;

        Assert.Equal("PREab", seen.Listing(model, 1)[^1].Split('@')[0]);
        Assert.Equal(2, seen.Barriers.Count);
    }

    [Fact]
    public void RefreshDuringHostWorkTakesOnlyItsOwnCycles()
    {
        DeviceModel model = TestModels.Hbm2;
        var builder = new ProgramBuilder(1);
        builder.Command(model.Id("PIM_MODE"), new CommandOperands { Operation = 1 });
        builder.Barrier(hostCycles: 20_000);
        builder.Command(model.Id("PIM_CLEAR"), default);

        ProgramRun run = Runs.Single(model, builder.Build()).Run;

        DomainTiming d = run.Domains[0];
        Assert.Equal(5, d.TotalCommands(model.Id("REFab")));
        Assert.Equal(5 * model.Parameter("RFC"), d.PhaseCycles[(int)CommandPhase.Refresh]);
        Assert.Equal(20_000 + model.HostTurnaroundCycles - (5 * model.Parameter("RFC")), d.PhaseCycles[(int)CommandPhase.Host]);
        Assert.Equal(d.EndCycle, d.PhaseCycles.Sum());
    }

    [Fact]
    public void WithoutTurnaroundNothingCountsToTheHost()
    {
        DeviceModel model = DeviceModelLoader.Load(TestModels.Ddr4Name, ["host.turnaroundNs=0"]);
        var builder = new ProgramBuilder(1);
        builder.Command(model.Id("ACT"), default);
        builder.Command(model.Id("RD"), default);
        builder.Barrier();
        builder.Command(model.Id("RD"), default);
        builder.Command(model.Id("PREab"), default);

        (ProgramRun run, Recorder seen) = Runs.Single(model, builder.Build());

        Assert.Equal(["ACT@0", "RD@16", "RD@36", "PREab@45"], seen.Listing(model, 0));
        Assert.Equal(0, run.Domains[0].PhaseCycles[(int)CommandPhase.Host]);
    }

    private static PimProgram ReadsThenBarrier(DeviceModel model, int reads)
    {
        var builder = new ProgramBuilder(1);
        builder.Command(model.Id("ACT"), default);
        builder.Loop(reads, () => builder.Command(model.Id("RD"), default));
        builder.Barrier();
        builder.Command(model.Id("PREab"), default);
        return builder.Build();
    }
}
