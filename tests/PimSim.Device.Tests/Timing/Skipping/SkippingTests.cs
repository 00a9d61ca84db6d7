using CsCheck;
using PimSim.Models;
using PimSim.Tests;

namespace PimSim.Device.Tests;

/// <summary>Skipping what was seen before changes no number: every count, cycle and account equals the run of every step.</summary>
public sealed class SkippingTests
{
    [Theory]
    [InlineData(TestModels.Ddr4Name, 2)]
    [InlineData(TestModels.TwoRanks, 2)]
    [InlineData(TestModels.TwoChannels, 2)]
    public void RandomProgramsTakeTheSame(string name, int seeds)
    {
        DeviceModel model = TestModels.Get(name);
        Gen.UInt[0, 1_000_000].ForEach(seeds, seed => SkippedRuns.Compare(model, Different(model, seed), [.. Enumerable.Range(0, model.Organization.Domains)]), seed: 21);
    }

    [Theory]
    [InlineData(TestModels.Ddr4Name, "timing.REFI=900")]
    [InlineData(TestModels.Hbm2Name, "timing.REFI=700")]
    [InlineData(TestModels.Hbm2Name, "host.turnaroundNs=0")]
    [InlineData(TestModels.TwoRanks, "timing.CCD_L=7")]
    public void OtherParametersTakeTheSame(string name, string set)
    {
        DeviceModel model = name == TestModels.TwoRanks
            ? DeviceModelLoader.Load(TestModels.Ddr4Name, ["organization.ranks=2", set])
            : DeviceModelLoader.Load(name, name == TestModels.Hbm2Name ? ["organization.channels=1", set] : [set]);
        Gen.UInt[0, 1_000_000].ForEach(1, seed => SkippedRuns.Compare(model, Different(model, seed), [.. Enumerable.Range(0, model.Organization.Domains)]), seed: 22);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void TeamsOverChannelsTakeTheSame(int distinct)
    {
        DeviceModel model = TestModels.Hbm2TwoChannels;
        PimProgram[] pair = [.. Enumerable.Range(0, 2).Select(d => RandomProgram.Create(model, (uint)(31 + (d * distinct)), 3, repeats: 3, iterations: 6))];
        SkippedRuns.Compare(model, [pair[0], pair[0], pair[1], pair[1]], [0, 0, 0, 0]);
        SkippedRuns.Compare(model, [pair[0], pair[1], pair[0], pair[1]], [0, 0, 1, 1]);
    }

    [Fact]
    public void DomainsWithEqualProgramsTakeTheSame()
    {
        DeviceModel model = TestModels.Hbm2TwoChannels;
        Gen.UInt[0, 1_000_000].ForEach(
            2,
            seed => SkippedRuns.Compare(model, [.. Enumerable.Repeat(RandomProgram.Create(model, seed, 3, repeats: 3, iterations: 8), 4)], [0, 1, 2, 3]),
            seed: 23);
    }

    [Fact]
    public void LoopsThatStepThroughBanksTakeTheSame()
    {
        DeviceModel model = TestModels.Ddr4;
        var builder = new ProgramBuilder(1);
        builder.Loop(40, () =>
        {
            builder.Loop(16, () =>
            {
                builder.Command(model.Id("ACT"), new CommandOperands { Row = 3 }, new OperandStride(1, OperandField.Bank, 1));
                builder.Loop(9, () => builder.Command(model.Id("RD"), default, new OperandStride(1, OperandField.Bank, 1)));
            });
            builder.Command(model.Id("PREab"), default);
        });
        SkippedRuns.Compare(model, [builder.Build()], [0]);
    }

    [Fact]
    public void MillionsOfIterationsTakeNoLonger()
    {
        DeviceModel model = TestModels.Ddr4;
        var builder = new ProgramBuilder(1);
        builder.Command(model.Id("ACT"), default);
        builder.Loop(50_000_000, () => builder.Command(model.Id("RD"), default));
        ProgramRun run = new ProgramRunner(model).Time([builder.Build()], [0], CancellationToken.None);

        // A refresh every REFI takes one read's place after the other; all reads are counted.
        Assert.Equal(50_000_000, run.Domains[0].TotalCommands(model.Id("RD")));
        Assert.Equal(run.Cycles / model.RefreshIntervalCycles, run.Domains[0].TotalCommands(model.Id("REFab")));
    }

    private static PimProgram[] Different(DeviceModel model, uint seed) =>
        [.. Enumerable.Range(0, model.Organization.Domains).Select(d => RandomProgram.Create(model, seed + (uint)d, 3, repeats: 4, iterations: 6))];
}
