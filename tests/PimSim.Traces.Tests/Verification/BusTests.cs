using PimSim.Models;

namespace PimSim.Traces.Tests;

/// <summary>Command buses, data buses and the order of cycles, without constraint rows.</summary>
public sealed class BusTests
{
    private static readonly DeviceModel Ddr4 = Variants.WithRows(DeviceModelLoader.Load("ddr4-2400-pim", ["organization.ranks=2"]), []);
    private static readonly DeviceModel Hbm2 = Variants.WithRows(DeviceModelLoader.Load("hbm2-2000-pim", []), []);

    [Fact]
    public void Two_commands_at_once_on_one_command_bus()
    {
        VerificationResult result = new TraceScript(Ddr4).Add(5, "ACT").Add(5, "ACT", rank: 1).Add(6, "PREpb").Verify();
        RuleViolation violation = Assert.Single(result.Details);
        Assert.Equal(("BUS-command", 1L, 0L, 1L), (violation.Rule, violation.RequiredCycles, violation.ActualCycles, violation.MissingCycles));
        Assert.Equal((-1L, true, 2L), (Rule(result, "BUS-command").SlackCycles, Rule(result, "BUS-command").Tight, Rule(result, "BUS-command").Pairs));
    }

    [Fact]
    public void An_activate_of_two_cycles_on_the_bus_that_pseudo_channels_share()
    {
        AssertNames("BUS-row", new TraceScript(Hbm2).Add(0, "ACT").Add(1, "PREpb", bank: 1));
        AssertNames("BUS-row", new TraceScript(Hbm2).Add(0, "ACT").Add(1, "ACT", pseudoChannel: 1));
        AssertNames("", new TraceScript(Hbm2).Add(0, "ACT").Add(2, "ACT", bank: 1).Add(3, "RD").Add(4, "PREpb", bank: 2));
    }

    [Fact]
    public void Two_bursts_at_once_on_one_data_bus()
    {
        VerificationResult result = Opened(Ddr4).Add(100, "RD").Add(103, "RD", rank: 1).Verify();
        RuleViolation violation = Assert.Single(result.Details);
        Assert.Equal((VerificationRules.DataBus, 4L, 3L), (violation.Rule, violation.RequiredCycles, violation.ActualCycles));
        AssertNames("", Opened(Ddr4).Add(100, "RD").Add(104, "RD", rank: 1));
        AssertNames("", Opened(Hbm2).Add(100, "RD").Add(101, "RD", pseudoChannel: 1));
    }

    [Theory]
    [InlineData(101, "DATA-BUS")] // its data end a cycle into the read's
    [InlineData(107, "DATA-BUS")] // they begin a cycle before the read's end
    [InlineData(108, "")]
    public void A_write_reaches_the_data_bus_sooner_than_a_read(int cycle, string names)
    {
        // Read data from 116 to 120, write data from 12 cycles after the write.
        AssertNames(names, Opened(Ddr4).Add(100, "RD").Add(cycle, "WR"));
    }

    [Fact]
    public void A_burst_may_fit_between_earlier_ones()
    {
        // Reads: 114 to 116 and 118 to 120; the write from 116 to 118.
        VerificationResult result = Opened(Hbm2).Add(100, "RD").Add(104, "RD").Add(111, "WR").Verify();
        Assert.Equal(0, result.Violations);
        Assert.True(Rule(result, VerificationRules.DataBus) is { SlackCycles: 0, Tight: true, Pairs: 2 });
    }

    [Fact]
    public void Cycles_that_go_backwards()
    {
        VerificationResult result = new TraceScript(Hbm2).Add(10, "ACT").Add(7, "RD").Verify();
        RuleViolation violation = Assert.Single(result.Details);
        Assert.Equal((VerificationRules.Order, -3L, 3L), (violation.Rule, violation.ActualCycles, violation.MissingCycles));
        Assert.Equal((7, 10), result.Cycles);
    }

    private static TraceScript Opened(DeviceModel model)
    {
        TraceScript script = new TraceScript(model).Add(0, "ACT");
        return model == Ddr4 ? script.Add(10, "ACT", rank: 1) : script.Add(10, "ACT", pseudoChannel: 1);
    }

    private static RuleOutcome Rule(VerificationResult result, string name) => result.Rules.Single(r => r.Name == name);

    private static void AssertNames(string names, TraceScript script) => Assert.Equal(names, TraceScript.Names(script.Verify()));
}
