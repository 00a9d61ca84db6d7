using CsCheck;
using PimSim.Core;
using PimSim.Models;
using PimSim.Tests;

namespace PimSim.Device.Tests;

/// <summary>
/// Two pseudo-channels that share only buses: walking along remembered steps changes no number, over many refreshes and iterations, equal programs
/// and different ones, and whatever time a command takes its bus.
/// </summary>
public sealed class SharedBusTests
{
    [Theory]
    [InlineData("timing.REFI=700", 200, 2)]
    [InlineData("timing.REFI=3900", 300, 2)]
    [InlineData("timing.CCD_L=1", 300, 1)]
    [InlineData("host.turnaroundNs=9000", 40, 1)]
    public void ManyIterationsTakeTheSame(string set, int iterations, int seeds)
    {
        DeviceModel model = DeviceModelLoader.Load(TestModels.Hbm2Name, ["organization.channels=1", set]);
        Gen.UInt[0, 1_000_000].ForEach(
            seeds,
            seed =>
            {
                PimProgram[] pair = [.. Enumerable.Range(0, 2).Select(d => RandomProgram.Create(model, seed + (uint)d, 1, repeats: 2, iterations: iterations))];
                SkippedRuns.Compare(model, pair, [0, 1]);
                SkippedRuns.Compare(model, [pair[0], pair[0]], [0, 1]);
            },
            seed: 26);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void CommandsThatTakeTheBusForLongerTakeTheSame(int busCycles)
    {
        DeviceModel model = WithColumnCommandsOf(busCycles);
        PimProgram[] pair = [.. Enumerable.Range(0, 2).Select(d => RandomProgram.Create(model, (uint)(90 + d), 2, repeats: 3, iterations: 60))];
        SkippedRuns.Compare(model, pair, [0, 1]);
        SkippedRuns.Compare(model, [pair[1], pair[1]], [0, 1]);
    }

    [Theory]
    [InlineData(7, 5)]
    [InlineData(5, 7)]
    [InlineData(64, 64)]
    public void CommandsThatLoopsRepeatTakeTheSame(int first, int second)
    {
        DeviceModel model = DeviceModelLoader.Load(TestModels.Hbm2Name, ["organization.channels=1"]);
        SkippedRuns.Compare(model, [Reads(model, first, 400), Reads(model, second, 900)], [0, 1]);
        SkippedRuns.Compare(model, [Reads(model, first, 900), Reads(model, second, 1)], [0, 1]);
        SkippedRuns.Compare(model, [Reads(model, first, 1), Reads(model, second, 900)], [0, 1]);
    }

    [Fact]
    public void MillionsOfIterationsTakeNoLonger()
    {
        DeviceModel model = DeviceModelLoader.Load(TestModels.Hbm2Name, ["organization.channels=1"]);
        ProgramRun run = new ProgramRunner(model).Time([Reads(model, 9, 4_000_000), Reads(model, 16, 3_000_000)], [0, 1], CancellationToken.None);

        int read = model.Id("RD");
        Assert.Equal((36_000_000, 48_000_000), (run.Domains[0].TotalCommands(read), run.Domains[1].TotalCommands(read)));
        Assert.All(run.Domains, d => Assert.Equal(run.Cycles / model.RefreshIntervalCycles, d.TotalCommands(model.Id("REFab"))));
        Assert.All(run.Domains, d => Assert.Equal(run.Cycles, d.ActiveCycles[0] + d.PrechargedCycles[0]));
    }

    [Fact]
    public void RefreshThatTakesAllTimeIsRefused()
    {
        DeviceModel model = DeviceModelLoader.Load(TestModels.Hbm2Name, ["organization.channels=1", "timing.REFI=262"]);
        UserErrorException fault = Assert.Throws<UserErrorException>(() =>
            new ProgramRunner(model) { WalksFrom = 0 }.Time([Reads(model, 9, 400), Reads(model, 9, 400)], [0, 1], CancellationToken.None));
        Assert.Contains(fault.Diagnostics, d => d.Code == "PIM0601");
    }

    private static PimProgram Reads(DeviceModel model, int columns, int iterations)
    {
        var builder = new ProgramBuilder(1);
        builder.Loop(iterations, () =>
        {
            builder.Command(model.Id("ACT"), default, new OperandStride(0, OperandField.Row, 1));
            builder.Loop(columns, () => builder.Command(model.Id("RD"), default, new OperandStride(1, OperandField.Column, 1)));
            builder.Command(model.Id("PREpb"), default);
        });
        return builder.Build();
    }

    private static DeviceModel WithColumnCommandsOf(int busCycles)
    {
        string models = Path.Combine(SharedFolder.CheckoutRoot(), "devicemodels");
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "standards"));
            File.Copy(Path.Combine(models, TestModels.Hbm2Name + ".yaml"), Path.Combine(folder, "mine.yaml"));
            foreach (string standard in (string[])["hbm2", "near-bank"])
            {
                string text = File.ReadAllText(Path.Combine(models, "standards", standard + ".yaml"));
                File.WriteAllText(Path.Combine(folder, "standards", standard + ".yaml"), text.Replace("bus: column", $"bus: column, busCycles: {busCycles}", StringComparison.Ordinal));
            }

            return DeviceModelLoader.Load(Path.Combine(folder, "mine.yaml"), ["organization.channels=1"]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
