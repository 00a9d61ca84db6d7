using PimSim.Device;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Bnn.Tests;

/// <summary>Cycles and energy of a run add up, and no thread count changes anything.</summary>
public sealed class RunFiguresTests
{
    public static TheoryData<string> Devices => SmallDevice.Names;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Parts_sum_to_totals_on_random_networks(string device)
    {
        DeviceModel model = SmallDevice.Load(device);
        int ran = 0;
        for (ulong seed = 500; ran < 12; seed++)
        {
            BnnNetwork network = RandomNetwork.Make(seed);
            if (FlipContext.TryMake(network, model) is { } context)
            {
                RequireSums(context.Run.FastRun(new RandomImages(network, 1 + (int)(seed % 5), seed)), model);
                ran++;
            }
        }
    }

    [Theory]
    [InlineData("hbm2-2000-pim")]
    [InlineData("ddr4-2400-pim")]
    public void Parts_sum_to_totals_on_the_default_shape(string device)
    {
        DeviceModel model = DeviceModelLoader.Load(device, []);
        BnnNetwork network = DefaultShape.Make(3);
        var run = new DeviceRun(network, model, reference: false);
        var images = new RandomImages(network, 20, 1);
        InferenceRun result = run.Run(images, threads: 2);
        RequireSums(result, model);
        var naive = new NaiveEvaluator(network);
        Assert.Equal(naive.Run(images.Pixels(19)).Scores, result.Scores[^10..]);
        Assert.Equal(20L * 10 * 1152, result.Layers[^1].RealMacs);
        Assert.Equal(20L * 14 * 14 * 64 * 32 * 9, result.Layers[1].BitMacs);
        Assert.Equal(20L * 36 * 128 * 64 * 9, result.Layers[2].BitMacs);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Any_thread_count_gives_the_same_run(string device)
    {
        DeviceModel model = SmallDevice.Load(device);
        BnnNetwork network = ClipNetwork.Make(2);
        var images = new RandomImages(network, 23, 5);
        InferenceRun one = new DeviceRun(network, model, reference: false).Run(images);
        foreach (int threads in (int[])[2, 5])
        {
            InferenceRun many = new DeviceRun(network, model, reference: false).Run(images, threads);
            Assert.Equal(one.Scores, many.Scores);
            Assert.Equal(one.Run.Cycles, many.Run.Cycles);
            Assert.Equal(one.Layers, many.Layers);
            Assert.Equal(one.Energy!.Total, many.Energy!.Total);
            foreach ((DomainTiming a, DomainTiming b) in one.Run.Domains.Zip(many.Run.Domains))
            {
                Assert.Equal(a.CommandCounts, b.CommandCounts);
                Assert.Equal(a.PhaseCycles, b.PhaseCycles);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void A_first_layer_on_the_host_is_labelled_and_charged(string device)
    {
        DeviceModel host = SmallDevice.Load(device, "placement.first=host");
        BnnNetwork network = ClipNetwork.Make(4);
        var images = new RandomImages(network, 5, 5);
        DeviceModel simd = SmallDevice.Load(device);
        InferenceRun there = new DeviceRun(network, simd, reference: false).Run(images);
        foreach (bool reference in (bool[])[false, true])
        {
            InferenceRun here = new DeviceRun(network, host, reference).Run(images);
            Assert.Equal(there.Scores, here.Scores);
            Assert.Equal("host xnor xnor simd", string.Join(' ', here.Layers.Select(l => l.Where)));
            Assert.Equal("simd xnor xnor simd", string.Join(' ', there.Layers.Select(l => l.Where)));
            long macs = here.Layers[0].RealMacs;
            Assert.Equal(there.Layers[0].RealMacs, macs);
            Assert.Equal((Int128)macs * host.HostAjPerMac, here.Energy!.OfPart(EnergyPart.Host));
            Assert.Equal(here.Energy!.OfPart(EnergyPart.Host), here.Energy![0, EnergyPart.Host]);
            Assert.Equal(0, there.Energy!.OfPart(EnergyPart.Host));
            long hostCycles = here.Run.Critical.PhaseCycles[(int)CommandPhase.Host];
            Assert.True(hostCycles >= (macs + host.HostMacsPerCycle - 1) / host.HostMacsPerCycle, $"{hostCycles} host cycles for {macs} MACs");
            Assert.Equal(hostCycles + here.Run.Critical.PhaseCycles[(int)CommandPhase.Mode], here.Layers[0].Cycles);
            RequireSums(here, host);
        }
    }

    private static void RequireSums(InferenceRun run, DeviceModel model)
    {
        Assert.All(run.Layers, l => Assert.True(l.Cycles >= l.PeakCycles, $"{l.Name}: {l.Cycles} cycles below the peak's {l.PeakCycles}"));
        Assert.Equal(run.Run.Cycles, run.Run.Critical.EndCycle);
        Assert.Equal(run.Run.Cycles, run.Layers.Sum(l => l.Cycles));
        Assert.Equal(run.Run.Cycles, run.Run.Critical.PhaseCycles.Sum());
        Int128 layers = 0;
        for (int l = 0; l < run.Layers.Count; l++)
        {
            layers += run.Energy!.OfLayer(l);
        }

        Int128 parts = 0;
        foreach (EnergyPart part in Enum.GetValues<EnergyPart>())
        {
            Assert.True(run.Energy!.OfPart(part) >= 0, part.ToString());
            parts += run.Energy.OfPart(part);
        }

        Assert.Equal(run.Energy!.Total, layers);
        Assert.Equal(run.Energy.Total, parts);
        Assert.True(run.Energy.OfPart(EnergyPart.Background) >= (Int128)run.Run.Cycles * Math.Min(model.Energy!.PrechargedStandbyAjPerCycle, model.Energy.ActiveStandbyAjPerCycle));
    }
}
