using CsCheck;
using PimSim.Core;
using PimSim.Models;
using PimSim.Tests;

namespace PimSim.Device.Tests;

/// <summary>Command traces that are re-timed: what stays, what moves, what is legal.</summary>
public sealed class CommandRetimerTests
{
    [Fact]
    public void Commands_are_issued_at_their_first_legal_cycles()
    {
        DeviceModel m = TestModels.Ddr4;
        TimedCommand[] recorded = [At(m, 500, "ACT", 3), At(m, 900, "RD", 3), At(m, 901, "ACT", 4), At(m, 950, "PREpb", 3)];
        (RetimedRun run, TimedCommand[] commands) = recorded.Retime(m);
        int rcd = m.Parameter("RCD");
        Assert.Equal([0, rcd, rcd + 1, Math.Max(m.Parameter("RAS"), rcd + m.Parameter("RTP"))], commands.Select(c => c.Cycle));
        Assert.Equal(((500, 950), (0, commands[^1].Cycle)), (run.Before, run.After));
        Assert.Equal((4, 0, 0), (run.Commands, run.LeftOut, run.Inserted));
        Assert.Equal(2, Assert.Single(run.Run.Domains).TotalCommands(m.Id("ACT")));
        Assert.Equal(run.Run.Cycles, run.Run.Domains[0].ActiveCycles[0] + run.Run.Domains[0].PrechargedCycles[0]);

        long Gap(string parameter) => recorded.Retime(DeviceModelLoader.Load(TestModels.Ddr4Name, [$"timing.{parameter}={m.Parameter(parameter) + 7}"])).Run.After.Last - run.After.Last;
        Assert.Equal(7, Gap("RAS"));
        Assert.Equal(0, Gap("RRD_L"));
    }

    [Fact]
    public void The_recorded_pace_is_converted_and_rounded_up()
    {
        DeviceModel m = TestModels.Ddr4;
        TimedCommand[] recorded = [At(m, 100, "ACT", 0), At(m, 301, "RD", 0)];
        Assert.Equal([50, 151], recorded.Retime(m, RetimePace.Recorded, clockPs: m.ClockPs / 2).Commands.Select(c => c.Cycle));
        Assert.Equal([25, 25 + m.Parameter("RCD")], recorded[..1].Append(At(m, 101, "RD", 0)).ToArray().Retime(m, RetimePace.Recorded, clockPs: m.ClockPs / 4).Commands.Select(c => c.Cycle));
        RetimedRun run = recorded.Retime(m, RetimePace.Recorded, clockPs: m.ClockPs).Run;
        Assert.Equal(run.Before, run.After);
        Assert.Equal(201 + m.Command("RD").DataEndCycles, run.Run.Cycles);
    }

    [Theory]
    [MemberData(nameof(TestModels.Names), MemberType = typeof(TestModels))]
    public void At_the_recorded_pace_a_device_gives_its_own_trace_back(string name)
    {
        DeviceModel model = TestModels.Get(name);
        Gen.UInt[0, 100_000].ForEach(
            4,
            seed =>
            {
                TimedCommand[] recorded = Retimes.Recorded(model, seed);
                Assert.Equal(recorded.ByDomain(), recorded.Retime(model, RetimePace.Recorded, clockPs: model.ClockPs).Commands.ByDomain());
            },
            seed: 31);
    }

    [Theory]
    [MemberData(nameof(TestModels.Names), MemberType = typeof(TestModels))]
    public void As_soon_as_legal_nothing_of_a_domain_comes_later_and_a_second_time_nothing_moves(string name)
    {
        DeviceModel model = TestModels.Get(name);
        Gen.UInt[0, 100_000].ForEach(
            4,
            seed =>
            {
                TimedCommand[] single = Retimes.Recorded(model, seed, domains: 1);
                TimedCommand[] early = single.Retime(model).Commands;
                Assert.Equal(single.Select(c => c with { Cycle = 0 }), early.Select(c => c with { Cycle = 0 }));
                Assert.All(single.Zip(early), p => Assert.True(p.Second.Cycle <= p.First.Cycle, $"{p}"));

                TimedCommand[] all = Retimes.Recorded(model, seed).Retime(model).Commands;
                Assert.Equal(all, all.Retime(model).Commands);
                Retimes.AssertLegal(model, all, deadlines: false);
            },
            seed: 32);
    }

    [Theory]
    [InlineData(TestModels.Ddr4Name, TestModels.Hbm2Name)]
    [InlineData(TestModels.Hbm2Name, TestModels.Hbm2Name)]
    [InlineData(TestModels.TwoRanks, TestModels.TwoRanks)]
    [InlineData(TestModels.Ddr4Name, TestModels.TwoRanks)]
    public void Other_devices_get_legal_traces_with_their_own_refresh_or_the_recorded_one(string from, string to)
    {
        DeviceModel source = TestModels.Get(from);
        DeviceModel target = TestModels.Get(to);
        bool refreshed = false;
        Gen.UInt[0, 100_000].ForEach(
            2,
            seed =>
            {
                TimedCommand[] recorded = Retimes.Recorded(source, seed, rounds: 4, repeats: 10).On(source, target);
                foreach (RetimePace pace in Enum.GetValues<RetimePace>())
                {
                    TimedCommand[] kept = recorded.Retime(target, pace, clockPs: source.ClockPs).Commands;
                    Assert.Equal(recorded.ByDomain().Select(d => d.Select(c => c with { Cycle = 0 })), kept.ByDomain().Select(d => d.Select(c => c with { Cycle = 0 })));
                    Retimes.AssertLegal(target, kept, deadlines: false);

                    (RetimedRun run, TimedCommand[] own) = recorded.Retime(target, pace, RetimeRefresh.Own, source.ClockPs);
                    Assert.Equal(recorded.Length - run.LeftOut + run.Inserted, own.Length);
                    Retimes.AssertLegal(target, own, deadlines: true);
                    refreshed |= run.Inserted > 2 * target.Organization.DomainsPerChannel;
                }
            },
            seed: 33);
        Assert.True(refreshed);
    }

    [Fact]
    public void Rows_that_a_refresh_closes_are_opened_again()
    {
        DeviceModel m = TestModels.Ddr4;
        int interval = m.RefreshIntervalCycles;
        TimedCommand[] recorded = [At(m, 0, "ACT", 3) with { Operands = new CommandOperands { Bank = 3, Row = 77 } }, At(m, 30, "RD", 3), At(m, 50, "REFab", 0), At(m, interval + 5, "RD", 3)];
        (RetimedRun run, TimedCommand[] commands) = recorded.Retime(m, RetimePace.Recorded, RetimeRefresh.Own, m.ClockPs);
        Assert.Equal(["ACT", "RD", "PREab", "REFab", "ACT", "RD"], commands.Select(c => m.Standard.Commands[c.Command].Name).ToArray());
        Assert.Equal((77, interval), (commands[4].Operands.Row, commands[2].Cycle));
        Assert.Equal((4, 1, 3), (run.Commands, run.LeftOut, run.Inserted));
    }

    [Fact]
    public void A_trace_without_commands_takes_no_time()
    {
        RetimedRun run = Array.Empty<TimedCommand>().Retime(TestModels.Ddr4, RetimePace.Recorded, clockPs: 1000).Run;
        Assert.Equal((0, 0, 0), (run.Commands, run.Run.Cycles, run.After.Last));
        Assert.Empty(run.Run.Domains);
    }

    [Fact]
    public void What_cannot_be_retimed_is_refused()
    {
        DeviceModel plain = DeviceModelLoader.Load("ddr4-2400-validation", []);
        Refused("PIM0624", () => _ = new CommandRetimer(DeviceModelLoader.Load(TestModels.Ddr4Name, ["refresh.policy=none"]), new RetimeOptions { Refresh = RetimeRefresh.Own }));
        Refused("PIM0625", () => new[] { At(plain, 0, "PDEP", 0) }.Retime(plain, refresh: RetimeRefresh.Own));
        Refused("PIM0626", () => new[] { At(plain, 1L << 61, "ACT", 0) }.Retime(plain, RetimePace.Recorded, clockPs: plain.ClockPs));
    }

    private static TimedCommand At(DeviceModel model, long cycle, string name, short bank) => new(cycle, (short)model.Id(name), 0, 0, 0, new CommandOperands { Bank = bank });

    private static void Refused(string number, Action action) =>
        Assert.Equal(number, Assert.Single(Assert.Throws<UserErrorException>(action).Diagnostics).Code);
}
