using CsCheck;
using PimSim.Core;
using PimSim.Device;
using PimSim.Device.Tests;
using PimSim.Models;
using PimSim.Tests;

namespace PimSim.Driver.Tests;

/// <summary>Additions on banks against plain dot products.</summary>
public sealed class AdditionKernelTests
{
    private const string Hbm = "hbm2-2000-pim";
    private const string Ddr = "ddr4-2400-pim";

    /// <summary>Every sum of every lane, on its own and with parents in cells and registers; the same cycles with and without banks.</summary>
    [Theory]
    [InlineData(Hbm, "fp32")]
    [InlineData(Hbm, "fp16")]
    [InlineData(Ddr, "fp32")]
    public void Sums_are_dot_products(string device, string format) => Gen.Select(Gen.ULong, Gen.Int[1, 200], Gen.Int[1, 12], Gen.Int[1, 8]).ForEach(4, ((ulong Seed, int Operands, int Count, int SideBySide) v) =>
    {
        DeviceModel model = Small(device, $"unit.simdFormat={format}");
        var bases = new RandomBases(v.Seed, v.Operands, v.Count);
        foreach (AdditionPlan plan in (AdditionPlan[])[bases.Separate(), bases.Tree()])
        {
            var kernel = new AdditionKernel(model, plan, v.SideBySide);
            sbyte[] inputs = bases.Inputs(kernel.Positions);
            AdditionRun run = kernel.Execute(inputs, null, TestContext.Current.CancellationToken);
            AdditionRun timed = kernel.Time(TestContext.Current.CancellationToken);
            Assert.Equal(bases.Dots(inputs), run.Sums);
            Assert.Equal(timed.Run.Cycles, run.Run.Cycles);
            Assert.Equal(timed.Energy!.Total, run.Energy!.Total);
            Assert.Equal(run.Run.Critical.EndCycle, Enum.GetValues<AdditionPhase>().Sum(run.CyclesOf));
            Assert.True(run.CommandsExecuted > 0 && timed.Sums.Length == 0);
        }
    });

    /// <summary>One sum at a time: each term, each parent, each doubling and each sum is a command.</summary>
    [Fact]
    public void Commands_are_those_of_the_tree()
    {
        DeviceModel model = Small(Hbm);
        var bases = new RandomBases(7, 300, 20);
        AdditionPlan plan = bases.Tree();
        int roots = plan.Sums.Count(s => s.IsRoot);
        DomainTiming counts = new AdditionKernel(model, plan, 1).Time(TestContext.Current.CancellationToken).Run.Domains[0];
        long Of(PimOperation operation) => counts.TotalCommands(model.Standard.FindCommand(operation));
        Assert.Equal(plan.Additions + plan.Sums.Count, Of(PimOperation.VectorRow));
        Assert.Equal(plan.Sums.Count - roots, Of(PimOperation.Vector));
        Assert.Equal(plan.Sums.Count, Of(PimOperation.WriteBack));
        Assert.Equal(plan.Sums.Count, Of(PimOperation.Clear));
        Assert.Equal(plan.Sums.Sum(s => (s.Terms + (s.IsRoot ? 0 : 1) + 255) / 256), Of(PimOperation.LoadInput));
        Assert.Equal(300 * model.Organization.Banks / 2, counts.TotalCommands(model.Standard.FindCommand("WR")));
        Assert.Equal(20 * model.Organization.Banks / 2, counts.TotalCommands(model.Standard.FindCommand("RD")));
    }

    [Fact]
    public void Sums_side_by_side_share_the_reads_of_columns()
    {
        DeviceModel model = Small(Hbm);
        var bases = new RandomBases(3, 64, 16);
        DomainTiming counts = new AdditionKernel(model, bases.Separate(), 8).Time(TestContext.Current.CancellationToken).Run.Domains[0];
        Assert.Equal(2 * 64, counts.TotalCommands(model.Standard.FindCommand(PimOperation.VectorRow)));
        Assert.Equal(16 * 64, counts.OperandsOf((int)AdditionPhase.Add, model.Standard.FindCommand(PimOperation.VectorRow)));
    }

    [Theory]
    [InlineData(Hbm)]
    [InlineData(Ddr)]
    [Trait("Category", "Slow")]
    public void No_rule_is_broken(string device)
    {
        DeviceModel model = Small(device, "refresh.first=500");
        var seen = Recorder.Create();
        int domains = model.Organization.Domains;
        PimProgram program = new AdditionKernel(model, new RandomBases(5, 150, 10).Tree(), 2).Program;
        new ProgramRunner(model).Run([.. Enumerable.Repeat(program, domains)], [.. Enumerable.Range(0, domains)], seen, TestContext.Current.CancellationToken);
        var checker = new RuleChecker(model, TimingRule.Of(model));
        Assert.Empty(checker.Violations(PlacedCommand.Of(model, seen.Issued, 0)));
        Assert.True(checker.Compared > 1000);
    }

    [Theory]
    [InlineData("PIM0700", "hbm2-2000")]
    [InlineData("PIM0709", "hbm2-pim-fp16")]
    [InlineData("PIM0702", Hbm, "placement.firstRow=32767")]
    [InlineData("PIM1420", Hbm, "unit.sequencer=device")]
    [InlineData("PIM1421", Hbm, "unit.vectorRegisters=1")]
    [InlineData("PIM1422", Hbm, "unit.simdFormat=bf16")]
    public void Devices_that_cannot_are_refused(string code, string device, params string[] set)
    {
        DeviceModel model = DeviceModelLoader.Load(device, set);
        AdditionPlan plan = new RandomBases(1, 257, 2).Separate();
        Assert.Equal(code, Refusal(model, plan, 2));
    }

    [Fact]
    public void Too_many_terms_are_refused()
    {
        sbyte[] ones = [.. Enumerable.Repeat((sbyte)1, 2000)];
        var plan = new AdditionPlan(2000, 2000, [.. Enumerable.Repeat(new AdditionSum(AdditionSum.None, 0, ones), 2001)]);
        Assert.Equal("PIM1423", Refusal(Small(Hbm), plan, 1));
    }

    private static string Refusal(DeviceModel model, AdditionPlan plan, int sideBySide) =>
        Assert.Single(Assert.Throws<UserErrorException>(() => new AdditionKernel(model, plan, sideBySide)).Diagnostics).Code;

    private static DeviceModel Small(string device, params string[] set) => DeviceModelLoader.Load(
        device, [string.Equals(device, Hbm, StringComparison.Ordinal) ? "organization.channels=1" : "organization.bankGroups=2", .. set]);
}
