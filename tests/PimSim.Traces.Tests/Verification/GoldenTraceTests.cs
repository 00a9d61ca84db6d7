using PimSim.Models;

namespace PimSim.Traces.Tests;

/// <summary>What other simulators issued is legal, and every rule that they met exactly would have been missed by a cycle.</summary>
public sealed class GoldenTraceTests
{
    private static readonly VerificationOptions Options = new() { ColumnCommandsNameRows = true };

    [Theory]
    [InlineData(GoldenTraces.Ramulator, 15)]
    [InlineData(GoldenTraces.DramSim, 15)]
    public void Reference_traces_have_no_violation_and_tight_rules(string name, int tight)
    {
        DeviceModel model = Variants.Ddr4Reference;
        TimedCommand[] trace = GoldenTraces.Load(name, model);
        VerificationResult result = Verify(model, trace);
        Assert.True(result.Violations == 0, TraceScript.Names(result));
        Assert.Equal(trace.Length, result.Commands);
        string[] tightRows = [.. result.Rules.Where(r => r.Tight && r.Kind == RuleKind.Row).Select(r => r.Name)];
        Assert.True(tightRows.Length >= tight, string.Join(' ', tightRows));

        // Rows are checked apart from each other, so all can be raised at once.
        VerificationResult raised = Verify(Variants.Stricter(model, tightRows), trace);
        Assert.Equal(tightRows, raised.Rules.Where(o => o.Violations > 0).Select(o => o.Name), StringComparer.Ordinal);
    }

    private static VerificationResult Verify(DeviceModel model, TimedCommand[] trace)
    {
        var verifier = new CommandVerifier(model, Options);
        verifier.Add(trace);
        return verifier.Finish();
    }
}
