using PimSim.Device;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Bnn.Tests;

/// <summary>Timing without bits equals the run with bits, and every step taken, on the shipped network.</summary>
public sealed class TimingOnlyTests
{
    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (string device in (string[])["hbm2-2000-pim", "ddr4-2400-pim"])
            {
                foreach (int images in (int[])[1, 17, 100])
                {
                    cases.Add(device, images);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Timing_equals_the_run(string device, int images)
    {
        DeviceModel model = DeviceModelLoader.Load(device, []);
        BnnNetwork network = NetworkCatalog.Shipped.Resolve(null);
        InferenceRun whole = new DeviceRun(network, model, reference: false).Run(new RandomImages(network, images, 3), threads: 2);
        InferenceTiming timed = Driver(network, model).Time(images, CancellationToken.None);
        RequireEqual(whole.Run, timed.Run);
        Assert.Equal(whole.Layers, timed.Layers);
        Assert.Equal(whole.Sharding, timed.Sharding);
        RequireEqual(whole.Energy!, timed.Energy!);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    [InlineData("hbm2-2000-pim", 3001)]
    [InlineData("hbm2-2000-pim", 10_000)]
    [Trait("Category", "Slow")]
    public void Timing_equals_taking_every_step(string device, int images)
    {
        DeviceModel model = DeviceModelLoader.Load(device, []);
        BnnNetwork network = NetworkCatalog.Shipped.Resolve(null);
        Placement placement = Placement.Create(model, WorkloadBuilder.Build(network, model));
        ImageSharding sharding = ImageSharding.Create(model, images);
        ProgramRun plain = new ProgramRunner(model) { SkipsLoops = false }.Time(
            new InferenceLowering(placement).Lower(sharding), [.. Enumerable.Range(0, sharding.Domains).Select(sharding.Team)], CancellationToken.None);
        RequireEqual(plain, Driver(network, model).Time(images, CancellationToken.None).Run);
    }

    [Theory]
    [InlineData("hbm2-2000-pim", 1)]
    [InlineData("hbm2-2000-pim", 40)]
    [InlineData("ddr4-2400-pim", 17)]
    [Trait("Category", "Slow")]
    public void Timing_resnet18_equals_taking_every_step(string device, int images)
    {
        DeviceModel model = DeviceModelLoader.Load(device, []);
        BnnNetwork network = NetworkCatalog.Shipped.Resolve("resnet18");
        Placement placement = Placement.Create(model, WorkloadBuilder.Build(network, model));
        ImageSharding sharding = ImageSharding.Create(model, images);
        ProgramRun plain = new ProgramRunner(model) { SkipsLoops = false }.Time(
            new InferenceLowering(placement).Lower(sharding), [.. Enumerable.Range(0, sharding.Domains).Select(sharding.Team)], CancellationToken.None);
        RequireEqual(plain, Driver(network, model).Time(images, CancellationToken.None).Run);
    }

    [Theory]
    [InlineData("hbm2-2000-pim")]
    [InlineData("ddr4-2400-pim")]
    public void Timing_an_upload_equals_the_upload(string device)
    {
        DeviceModel model = DeviceModelLoader.Load(device, []);
        BnnNetwork network = NetworkCatalog.Shipped.Resolve(null);
        UploadReport whole = new DeviceRun(network, model, reference: false).Upload;
        UploadTiming timed = Driver(network, model).TimeUpload(1, CancellationToken.None);
        RequireEqual(whole.Run, timed.Run);
        RequireEqual(whole.Energy!, timed.Energy!);
        Assert.Equal((whole.Bytes, whole.BytesPerDomain), (timed.Bytes, timed.BytesPerDomain));
    }

    private static PimDriver Driver(BnnNetwork network, DeviceModel model) =>
        new(new PimDevice(model, 7), Placement.Create(model, WorkloadBuilder.Build(network, model)));

    private static void RequireEqual(ProgramRun expected, ProgramRun actual)
    {
        Assert.Equal(expected.Cycles, actual.Cycles);
        Assert.Equal(expected.Domains.Count, actual.Domains.Count);
        foreach ((DomainTiming e, DomainTiming a) in expected.Domains.Zip(actual.Domains))
        {
            Assert.Equal((e.EndCycle, e.FirstMarkCycle), (a.EndCycle, a.FirstMarkCycle));
            Assert.Equal(e.PhaseCycles, a.PhaseCycles);
            Assert.Equal(e.CommandCounts, a.CommandCounts);
            Assert.Equal(e.OperandSums, a.OperandSums);
            Assert.Equal(e.ActiveCycles, a.ActiveCycles);
            Assert.Equal(e.PrechargedCycles, a.PrechargedCycles);
        }
    }

    private static void RequireEqual(EnergyTally expected, EnergyTally actual)
    {
        Assert.True(expected.Total > 0);
        Assert.Equal(expected.Layers, actual.Layers);
        for (int l = 0; l < expected.Layers; l++)
        {
            Assert.All(Enum.GetValues<EnergyPart>(), part => Assert.Equal(expected[l, part], actual[l, part]));
        }
    }
}
