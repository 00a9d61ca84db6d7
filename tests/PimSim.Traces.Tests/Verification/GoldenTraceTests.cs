using PimSim.Models;
using PimSim.Tests;

namespace PimSim.Traces.Tests;

/// <summary>What other simulators issued is legal, and every rule that they met exactly would have been missed by a cycle.</summary>
public sealed class GoldenTraceTests
{
    [Theory]
    [InlineData("ddr4_random40k.ramulator2.1.commands.csv.gz")]
    [InlineData("ddr4_random40k.dramsim3.commands.gz")]
    [InlineData("ddr4_random20k.dramsys5.5.tdb.gz")]
    public void Reference_traces_have_no_violation_and_tight_rules(string name)
    {
        DeviceModel model = DeviceModelLoader.Load("ddr4-2400-validation", []);
        using CommandTrace source = CommandTraces.Open(SharedFolder.Require($"golden/timing/{name}"), model, columnRows: true);
        var trace = new TimedCommand[200_000];
        int count = 0;
        while (source.Read(trace.AsSpan(count)) is var read and > 0)
        {
            count += read;
        }

        AssertTight(model, trace[..count], new VerificationOptions { ColumnCommandsNameRows = true }, atLeast: 15);
    }

    [Fact]
    public void The_shipped_trace_has_no_violation_and_tight_rules_of_units()
    {
        DeviceModel model = DeviceModelLoader.Load("ddr4-2400-pim", []);
        using CommandTraceReader reader = CommandTraceReader.Open(Path.Combine(SharedFolder.CheckoutRoot(), "traces", "bcnn-s.ddr4-2400-pim.pimtrace"));
        TimedCommand[] trace = [.. reader.ReadAll(model, TestContext.Current.CancellationToken).Select(t => t.Command)];
        AssertTight(model, trace, new VerificationOptions(), atLeast: 35);
    }

    /// <summary>Legal, and one cycle more of any rule that is met exactly would be noticed.</summary>
    private static void AssertTight(DeviceModel model, TimedCommand[] trace, VerificationOptions options, int atLeast)
    {
        VerificationResult result = Verify(model, trace, options);
        Assert.True(result.Violations == 0, TraceScript.Names(result));
        Assert.Equal(trace.Length, result.Commands);
        string[] tight = [.. result.Rules.Where(r => r.Tight && r.Kind == RuleKind.Row).Select(r => r.Name)];
        Assert.True(tight.Length >= atLeast, string.Join(' ', tight));

        // Rows are checked apart from each other, so all can be raised at once.
        VerificationResult raised = Verify(Variants.Stricter(model, tight), trace, options);
        Assert.Equal(tight, raised.Rules.Where(o => o.Violations > 0).Select(o => o.Name), StringComparer.Ordinal);
    }

    private static VerificationResult Verify(DeviceModel model, TimedCommand[] trace, VerificationOptions options)
    {
        var verifier = new CommandVerifier(model, options);
        verifier.Add(trace);
        return verifier.Finish();
    }
}
