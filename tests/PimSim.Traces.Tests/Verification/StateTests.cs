using PimSim.Models;

namespace PimSim.Traces.Tests;

/// <summary>Rows, modes and power-down: what the state of the device does not allow. Only states: the models have no constraint rows.</summary>
public sealed class StateTests
{
    private static readonly DeviceModel Ddr4 = Variants.WithRows(DeviceModelLoader.Load("ddr4-2400-pim", ["organization.ranks=2"]), []);
    private static readonly DeviceModel Hbm2 = Variants.WithRows(DeviceModelLoader.Load("hbm2-2000-pim", []), []);

    [Fact]
    public void An_activate_of_an_open_bank()
    {
        VerificationResult result = new TraceScript(Ddr4).Add(0, "ACT", bank: 3, row: 5).Add(10, "ACT", bank: 4).Add(20, "ACT", bank: 3, row: 5).Verify();
        RuleViolation violation = Assert.Single(result.Details);
        Assert.Equal((VerificationRules.RowOpen, 2, 0, "bank 3 has row 5 open"), (violation.Rule, violation.Index, violation.Preceding?.Cycle, violation.Note));
        Assert.Null(violation.MissingCycles);
        Assert.Equal(1, result.Violations);
        AssertNames("", new TraceScript(Ddr4).Add(0, "ACT", bank: 3).Add(10, "PREpb", bank: 3).Add(20, "ACT", bank: 3).Add(30, "ACT", bank: 3, rank: 1));
    }

    [Fact]
    public void A_column_command_to_a_closed_bank()
    {
        AssertNames(VerificationRules.RowClosed, new TraceScript(Ddr4).Add(0, "RD"));
        AssertNames(VerificationRules.RowClosed, new TraceScript(Ddr4).Add(0, "ACT").Add(10, "RD").Add(20, "RDA").Add(30, "WR"));
        AssertNames(VerificationRules.RowClosed, new TraceScript(Ddr4).Add(0, "ACT", bank: 2).Add(10, "PREab").Add(20, "RD", bank: 2));
        AssertNames("", new TraceScript(Ddr4).Add(0, "ACT", bank: 2).Add(10, "PREab", rank: 1).Add(20, "WRA", bank: 2));
    }

    [Fact]
    public void A_column_command_for_another_row_where_the_trace_names_rows()
    {
        TraceScript script = new TraceScript(Ddr4).Add(0, "ACT", row: 7).Add(10, "RD", row: 7).Add(20, "WR", row: 8);
        RuleViolation violation = Assert.Single(script.Verify(new VerificationOptions { ColumnCommandsNameRows = true }).Details);
        Assert.Equal((VerificationRules.OtherRow, 2, "row 7 is open, not row 8"), (violation.Rule, violation.Index, violation.Note));
        AssertNames("", script);
    }

    [Fact]
    public void A_refresh_of_open_rows()
    {
        AssertNames(VerificationRules.Refresh, new TraceScript(Ddr4).Add(0, "ACT", bank: 9).Add(10, "REFab"));
        AssertNames("", new TraceScript(Ddr4).Add(0, "ACT", bank: 9).Add(10, "REFab", rank: 1).Add(20, "PREpb", bank: 9).Add(30, "REFab"));
        AssertNames(VerificationRules.Refresh, new TraceScript(Hbm2).Add(0, "ACT", bank: 9).Add(10, "REFpb", bank: 8).Add(20, "REFpb", bank: 9));
        AssertNames(VerificationRules.Refresh, new TraceScript(Ddr4).Add(0, "ACT", bank: 9).Add(10, "SREFEN"));
    }

    [Fact]
    public void A_precharge_is_always_legal()
    {
        AssertNames("", new TraceScript(Ddr4).Add(0, "PREpb").Add(10, "PREab").Add(20, "PREpb", rank: 1));
    }

    [Fact]
    public void A_command_in_the_wrong_mode()
    {
        AssertNames(VerificationRules.Mode, new TraceScript(Hbm2).Add(0, "ACTab"));
        AssertNames(VerificationRules.Mode, new TraceScript(Hbm2).Add(0, "PIM_MODE", operation: 1).Add(10, "ACT"));
        AssertNames(VerificationRules.Mode, new TraceScript(Hbm2).Add(0, "PIM_MODE", operation: 1).Add(10, "PIM_MODE").Add(20, "PIM_CLEAR"));
        AssertNames("", new TraceScript(Hbm2).Add(0, "PIM_MODE", operation: 1).Add(10, "ACT", pseudoChannel: 1).Add(20, "ACTab").Add(30, "PIM_XNOR_ACC", count: 2));
    }

    [Fact]
    public void A_mode_change_with_open_rows()
    {
        VerificationResult result = new TraceScript(Hbm2).Add(0, "ACT", bank: 4, row: 2).Add(10, "PIM_MODE", operation: 1).Verify();
        Assert.Equal((VerificationRules.Mode, "bank 4 has row 2 open"), (Assert.Single(result.Details).Rule, result.Details[0].Note));
    }

    [Fact]
    public void A_column_command_of_the_units_without_rows()
    {
        TraceScript script = new TraceScript(Hbm2).Add(0, "PIM_MODE", operation: 1).Add(10, "ACTab").Add(20, "PREab").Add(30, "PIM_XNOR_ACC").Add(40, "PIM_READ_OUT");
        AssertNames(VerificationRules.RowClosed, script);
    }

    [Theory]
    [InlineData("PDEP", "PDXP")]
    [InlineData("SREFEN", "SREFEX")]
    public void Nothing_but_the_exit_while_a_rank_sleeps(string entry, string exit)
    {
        AssertNames("", new TraceScript(Ddr4).Add(0, entry).Add(10, "ACT", rank: 1).Add(100, exit).Add(200, "ACT"));
        VerificationResult result = new TraceScript(Ddr4).Add(0, entry).Add(10, "ACT").Add(100, exit).Verify();
        RuleViolation violation = Assert.Single(result.Details);
        Assert.Equal((VerificationRules.PowerDown, 1, $"{exit} must come first"), (violation.Rule, violation.Index, violation.Note));
        AssertNames(VerificationRules.PowerDown, new TraceScript(Ddr4).Add(0, entry).Add(10, "PDXA"));
        AssertNames(VerificationRules.PowerDown, new TraceScript(Ddr4).Add(0, exit));
    }

    [Fact]
    public void Power_down_is_active_or_precharged_as_rows_are()
    {
        AssertNames("", new TraceScript(Ddr4).Add(0, "ACT").Add(10, "PDEA").Add(20, "PDXA").Add(30, "RD"));
        AssertNames(VerificationRules.PowerDown, new TraceScript(Ddr4).Add(0, "PDEA"));
        AssertNames(VerificationRules.PowerDown, new TraceScript(Ddr4).Add(0, "ACT").Add(10, "PDEP"));
    }

    private static void AssertNames(string names, TraceScript script) => Assert.Equal(names, TraceScript.Names(script.Verify()));
}
