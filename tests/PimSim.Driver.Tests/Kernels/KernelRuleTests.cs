using PimSim.Device;
using PimSim.Device.Tests;
using PimSim.Models;

namespace PimSim.Driver.Tests;

/// <summary>Every command that a kernel issues, against the constraint rows by brute force.</summary>
public sealed class KernelRuleTests
{
    [Theory]
    [InlineData(KernelKind.Gemv, 200, 400, 2)]
    [InlineData(KernelKind.Add, 9000, 1, 1)]
    [InlineData(KernelKind.Relu, 9000, 1, 1)]
    [Trait("Category", "Slow")]
    public void NoRuleIsBrokenAndTightOnesAreNoticed(KernelKind kind, int outputs, int inputs, int batch)
    {
        DeviceModel model = KernelModels.Small("refresh.first=500");
        List<PlacedCommand> commands = Commands(model, KernelModels.Shape(kind, outputs, inputs, batch));
        List<TimingRule> rules = TimingRule.Of(model);
        var checker = new RuleChecker(model, rules);

        Assert.Empty(checker.Violations(commands));
        Assert.True(checker.Compared > 1000);
        Assert.All((string[])["RCDRD-UNIT", "RP-UNIT", "WR-UNIT", "CCD-UNIT", "WTR-UNIT", "RP-MODE", "MOD"], name => Assert.Contains(name, checker.Tight));
        Assert.Contains(commands, c => c.Command.Name == "REFab");
        foreach (string tight in checker.Tight)
        {
            List<TimingRule> raised = [.. rules.Select(r => r.Name == tight ? r with { Latency = n => r.Latency(n) + 1 } : r)];
            Assert.Contains(new RuleChecker(model, raised).Violations(commands), v => v.StartsWith(tight, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void AMatrixOfOneTileIsTheseCommands()
    {
        DeviceModel model = KernelModels.Small("refresh.policy=none");

        Dictionary<string, int> counts = Commands(model, KernelShape.Gemv(128, 128, 1)).Where(c => c.Domain == 0)
            .GroupBy(c => c.Command.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);

        Assert.Equal(32, counts["RD"]);
        Assert.Equal(4, counts["WR"]);
        Assert.Equal(2, counts["PIM_MODE"]);
        Assert.Equal(1, counts["PIM_LOAD_PROGRAM"]);
        Assert.Equal(8, counts["PIM_LOAD_INPUT"]);
        Assert.Equal(64, counts["PIM_VECTOR_ROW"]);
        Assert.Equal(8, counts["PIM_WRITE_BACK"]);
        Assert.Equal(4, counts["PIM_CONTROL"]);
    }

    private static List<PlacedCommand> Commands(DeviceModel model, KernelShape shape)
    {
        var seen = Recorder.Create();
        PimProgram program = new PimKernel(model, shape).Program;
        new ProgramRunner(model).Run([program, program], [0, 1], seen, CancellationToken.None);
        return PlacedCommand.Of(model, seen.Issued, 0);
    }
}
