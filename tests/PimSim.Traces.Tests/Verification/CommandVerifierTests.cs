using PimSim.Models;

namespace PimSim.Traces.Tests;

public sealed class CommandVerifierTests
{
    private static readonly DeviceModel Ddr4 = DeviceModelLoader.Load("ddr4-2400-pim", []);

    [Fact]
    public void An_empty_trace_has_nothing_wrong_and_exercises_no_rule()
    {
        VerificationResult result = new CommandVerifier(Ddr4).Finish();
        Assert.Equal((0, 0, (0, 0)), (result.Commands, result.Violations, result.Cycles));
        Assert.All(result.Rules, r => Assert.True(r is { Exercised: false, SlackCycles: null, Tight: false }));
        Assert.Equal(Ddr4.Standard.Constraints.Select(r => r.Name), result.Rules.Take(Ddr4.Standard.Constraints.Count).Select(r => r.Name), StringComparer.Ordinal);
    }

    [Fact]
    public void The_smallest_distance_above_what_is_required_is_the_slack()
    {
        VerificationResult result = new TraceScript(Ddr4)
            .Add(0, "ACT").Add(20, "RD").Add(30, "RD").Add(60, "PREpb").Add(80, "ACT").Add(97, "RD").Verify();
        Assert.Equal("", TraceScript.Names(result));
        RuleOutcome rcd = result.Rules.Single(r => r.Name == "RCD");
        Assert.Equal((3L, 1L, false), (rcd.Pairs, rcd.SlackCycles, rcd.Tight));
        Assert.Equal((2L, 4L), (result.Rules.Single(r => r.Name == "CCD_L-RD").Pairs, result.Rules.Single(r => r.Name == "CCD_L-RD").SlackCycles));
    }

    [Fact]
    public void A_longer_work_of_an_earlier_command_binds_longer_than_a_shorter_one_after_it()
    {
        // COMPUTE-MODE: 4 stages after max(CCD_L, n) cycles.
        VerificationResult result = new TraceScript(Ddr4)
            .Add(0, "PIM_MODE", operation: 1).Add(100, "ACTab").Add(200, "PIM_XNOR_ACC", count: 200).Add(300, "PIM_XNOR_ACC", count: 1).Add(403, "PIM_THRESHOLD").Verify();
        RuleViolation violation = Assert.Single(result.Details, d => d.Rule == "XNOR-RESULT");
        Assert.Equal((200L, 204L, 203L), (violation.Preceding?.Cycle, violation.RequiredCycles, violation.ActualCycles));
    }

    [Fact]
    public void All_violations_are_counted_and_the_first_are_kept()
    {
        TraceScript script = new(Ddr4);
        for (int i = 0; i < 20; i++)
        {
            script.Add(i * 100, "RD");
        }

        VerificationResult result = script.Verify(new VerificationOptions { MaximumDetails = 3 });
        Assert.Equal(20, result.Violations);
        Assert.Equal([0, 1, 2], result.Details.Select(d => d.Index));
    }

    [Fact]
    public void Channels_are_checked_apart()
    {
        DeviceModel hbm2 = DeviceModelLoader.Load("hbm2-2000-pim", []);
        var verifier = new CommandVerifier(hbm2);
        short activate = (short)hbm2.Standard.FindCommand("ACT");
        verifier.Add(new TimedCommand(100, activate, 0, 0, 0, default));
        verifier.Add(new TimedCommand(50, activate, 7, 0, 0, default));
        verifier.Add(new TimedCommand(100, activate, 3, 0, 0, default));
        Assert.Equal(0, verifier.Finish().Violations);
    }

    [Fact]
    public void Checking_allocates_nothing()
    {
        var verifier = new CommandVerifier(Ddr4, new VerificationOptions { MaximumDetails = 0 });
        TimedCommand[] commands = [.. Enumerable.Range(0, 20_000).Select(i => new TimedCommand(i, (short)(i % Ddr4.Standard.Commands.Count), 0, 0, 0, new CommandOperands { Bank = (short)(i * 7 % 16) }))];
        verifier.Add(commands);
        long before = GC.GetAllocatedBytesForCurrentThread();
        verifier.Add(commands);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(40_000, verifier.Finish().Commands);
    }
}
