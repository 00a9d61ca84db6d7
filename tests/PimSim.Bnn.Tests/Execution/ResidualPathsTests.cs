using CsCheck;
using PimSim.Device;
using PimSim.Driver;
using PimSim.Models;
using PimSim.Tests;

namespace PimSim.Bnn.Tests;

/// <summary>Networks with branches: every path gives the same bits, cycles and attojoules, and a recording executes on fresh banks.</summary>
public sealed class ResidualPathsTests
{
    public static TheoryData<string> Devices => SmallDevice.Names;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Both_paths_and_the_naive_evaluator_agree(int variant)
    {
        DeviceModel model = DeviceModelLoader.Load(DevicePathsTests.Variants[variant][0], DevicePathsTests.Variants[variant][1..]);
        Gen.ULong.ForEach(4, seed => DevicePathsTests.Compare(ResidualNetwork.Make(seed), model, 1 + (int)(seed % 5), seed), seed: (uint)variant);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Timing_alone_and_taking_every_step_equal_the_run(string device)
    {
        DeviceModel model = SmallDevice.Load(device);
        BnnNetwork network = ResidualNetwork.Make(11);
        InferenceRun whole = new DeviceRun(network, model, reference: false).Run(new RandomImages(network, 40, 3), threads: 2);
        Placement placement = Placement.Create(model, WorkloadBuilder.Build(network, model));
        InferenceTiming timed = new PimDriver(new PimDevice(model, 7), placement).Time(40, CancellationToken.None);
        ImageSharding sharding = ImageSharding.Create(model, 40);
        ProgramRun plain = new ProgramRunner(model) { SkipsLoops = false }.Time(
            new InferenceLowering(placement).Lower(sharding), [.. Enumerable.Range(0, sharding.Domains).Select(sharding.Team)], CancellationToken.None);
        Assert.Equal(whole.Run.Cycles, timed.Run.Cycles);
        Assert.Equal(plain.Cycles, timed.Run.Cycles);
        Assert.Equal(whole.Layers, timed.Layers);
        Assert.Equal(whole.Energy!.Total, timed.Energy!.Total);
        Assert.Equal(plain.Domains.Select(d => string.Join(' ', d.CommandCounts)), timed.Run.Domains.Select(d => string.Join(' ', d.CommandCounts)), StringComparer.Ordinal);
    }

    /// <summary>Every elementwise operation costs cycles, lane operations and bytes on the bus.</summary>
    [Theory]
    [MemberData(nameof(Devices))]
    public void Nothing_between_the_layers_is_free(string device)
    {
        DeviceModel model = SmallDevice.Load(device);
        BnnNetwork network = ResidualNetwork.Make(11);
        Workload workload = WorkloadBuilder.Build(network, model);
        InferenceTiming timed = new PimDriver(new PimDevice(model, 7), Placement.Create(model, workload)).Time(16, CancellationToken.None);
        int seen = 0;
        for (int i = 0; i < workload.Operations.Count; i++)
        {
            if (workload.Operations[i] is ElementwiseOperation e)
            {
                LayerReport report = timed.Layers[i];
                long elements = 16L * e.Shape.Windows * e.Shape.OutChannels;
                long moved = (elements * e.Terms.Count * e.Shape.PatchElements) + (e.GivesNumbers ? elements : 0);
                Assert.Equal("simd", report.Where);
                Assert.True(report.Cycles > 0 && report.BusBytes >= 4 * moved, report.Name);
                Assert.Equal(elements * e.Terms.Count * e.Shape.PatchElements, report.RealMacs);
                Assert.True(timed.Energy!.OfLayer(i) > 0, report.Name);
                seen++;
            }
        }

        Assert.True(seen >= 2);
    }
}
