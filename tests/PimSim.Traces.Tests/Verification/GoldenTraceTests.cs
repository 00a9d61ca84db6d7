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
        RuleOutcome[] tightRows = [.. result.Rules.Where(r => r.Tight && model.Standard.Constraints.Any(c => c.Name == r.Name))];
        Assert.True(tightRows.Length >= tight, string.Join(' ', tightRows.Select(r => r.Name)));
        Assert.All(tightRows, r =>
        {
            VerificationResult raised = Verify(Variants.Stricter(model, r.Name), trace);
            Assert.Equal(r.Name, Assert.Single(raised.Rules, o => o.Violations > 0).Name);
        });
    }

    private static VerificationResult Verify(DeviceModel model, TimedCommand[] trace)
    {
        var verifier = new CommandVerifier(model, Options);
        verifier.Add(trace);
        return verifier.Finish();
    }
}
