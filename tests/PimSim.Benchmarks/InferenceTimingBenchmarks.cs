using BenchmarkDotNet.Attributes;
using PimSim.Bnn;
using PimSim.Device;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Benchmarks;

/// <summary>Time and energy of the default network without bits, on a fresh device each time: nothing is remembered from before.</summary>
[MemoryDiagnoser]
public class InferenceTimingBenchmarks
{
    private DeviceModel model = null!;
    private Placement placement = null!;

    /// <summary>The device.</summary>
    [Params("hbm2-2000-pim", "ddr4-2400-pim")]
    public string Device { get; set; } = "";

    /// <summary>Images.</summary>
    [Params(1, 10_000, 1_000_000)]
    public int Images { get; set; }

    /// <summary>Loads and places.</summary>
    [GlobalSetup]
    public void Setup()
    {
        model = DeviceModelLoader.Load(Device, []);
        placement = Placement.Create(model, WorkloadBuilder.Build(NetworkCatalog.Shipped.Resolve(null), model));
    }

    /// <summary>Lowering, timing and energy.</summary>
    [Benchmark]
    public long Time() => new PimDriver(new PimDevice(model, 1), placement).Time(Images, CancellationToken.None).Run.Cycles;
}
