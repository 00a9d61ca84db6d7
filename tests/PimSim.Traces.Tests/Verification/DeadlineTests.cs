using PimSim.Models;

namespace PimSim.Traces.Tests;

/// <summary>Refresh deadlines: between refreshes, from the start, to the end, around self-refresh.</summary>
public sealed class DeadlineTests
{
    private const int Limit = 9364 * 9;
    private static readonly DeviceModel Ddr4 = DeviceModelLoader.Load("ddr4-2400-pim", ["organization.ranks=2"]);
    private static readonly DeviceModel Hbm2 = DeviceModelLoader.Load("hbm2-2000-pim", []);

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "REFI")]
    public void From_one_refresh_to_the_next(int late, string names)
    {
        VerificationResult result = new TraceScript(Ddr4).Add(100, "REFab").Add(100 + Limit + late, "REFab").Verify();
        Assert.Equal(names, TraceScript.Names(result));
        RuleOutcome rule = result.Rules.Single(r => r.Name == "REFI");
        Assert.Equal((-late, 2L), (rule.SlackCycles, rule.Pairs));
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "REFI")]
    public void From_the_first_command_to_the_first_refresh(int late, string names)
    {
        VerificationResult result = new TraceScript(Ddr4).Add(1000, "PREab").Add(1000 + Limit + late, "REFab").Verify();
        Assert.Equal(names, TraceScript.Names(result));
        Assert.All(result.Details, d => Assert.Equal((null, 1L), (d.Preceding, d.MissingCycles)));
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "REFI")]
    public void From_the_last_refresh_to_the_end(int late, string names)
    {
        VerificationResult result = new TraceScript(Ddr4).Add(500, "REFab").Verify(endCycle: 500 + Limit + late);
        Assert.Equal(names, TraceScript.Names(result));
        Assert.All(result.Details, d => Assert.Equal((1, null, 500L), (d.Index, d.Following, d.Preceding?.Cycle)));
    }

    [Fact]
    public void The_last_command_of_any_rank_is_an_end()
    {
        TraceScript script = new TraceScript(Ddr4).Add(0, "REFab", rank: 1).Add(10, "REFab").Add(80_000, "REFab").Add(10 + Limit, "PREab");
        Assert.Equal("REFI", TraceScript.Names(script.Verify()));
    }

    [Fact]
    public void A_rank_without_any_command_is_not_there() =>
        Assert.Equal("", TraceScript.Names(new TraceScript(Ddr4).Add(0, "REFab").Verify(endCycle: Limit)));

    [Fact]
    public void Self_refresh_is_refresh_and_its_end_starts_a_new_interval()
    {
        const int exit = 5_000_000;
        Assert.Equal("", TraceScript.Names(new TraceScript(Ddr4).Add(0, "PREab").Add(Limit, "SREFEN").Add(exit, "SREFEX").Add(exit + Limit, "REFab").Verify()));
        Assert.Equal("REFI", TraceScript.Names(new TraceScript(Ddr4).Add(0, "PREab").Add(Limit, "SREFEN").Add(exit, "SREFEX").Add(exit + Limit + 1, "REFab").Verify()));
        Assert.Equal("REFI", TraceScript.Names(new TraceScript(Ddr4).Add(0, "PREab").Add(Limit + 1, "SREFEN").Verify(endCycle: exit)));
    }

    [Fact]
    public void Refreshes_of_single_banks_have_a_deadline_where_the_model_refreshes_so()
    {
        DeviceModel model = DeviceModelLoader.Load("hbm2-2000-pim", ["refresh.policy=per-bank"]);
        const int limit = 122 + (3900 * 8);
        Assert.Equal("", TraceScript.Names(new TraceScript(model).Add(0, "PREab").Verify(endCycle: limit)));
        Assert.Equal("REFIpb", TraceScript.Names(new TraceScript(model).Add(0, "PREab").Verify(endCycle: limit + 1)));
        Assert.Equal("", TraceScript.Names(new TraceScript(model).Add(0, "REFab").Add(5000, "REFpb").Verify(endCycle: 5000 + limit)));
        Assert.Equal("REFIpb", TraceScript.Names(new TraceScript(model).Add(0, "REFab").Add(5000, "REFpb").Verify(endCycle: 5000 + limit + 1)));
    }

    [Fact]
    public void A_trace_that_refreshes_in_another_way_than_the_model_is_not_held_to_its_deadline()
    {
        const int limit = 3900 * 9;
        Assert.Equal("REFI", TraceScript.Names(new TraceScript(Hbm2).Add(0, "PREab").Verify(endCycle: limit + 1)));
        Assert.Equal("", TraceScript.Names(new TraceScript(Hbm2).Add(0, "PREab").Add(1000, "REFpb").Verify(endCycle: limit + 1)));
        Assert.Equal("REFI", TraceScript.Names(new TraceScript(Hbm2).Add(0, "REFpb").Add(1000, "REFab").Verify(endCycle: 1000 + limit + 1)));
    }
}
