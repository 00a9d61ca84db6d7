using CsCheck;
using PimSim.Core;
using PimSim.Models;

namespace PimSim.Driver.Tests;

/// <summary>A random workload of several layers for a random device; not everything fits.</summary>
internal static class RandomCase
{
    private static readonly DeviceModel[] Models =
    [
        DeviceModelLoader.Load("hbm2-2000-pim", []),
        DeviceModelLoader.Load("hbm2-2000-pim", ["unit.inputRegisters=3", "unit.accumulators=40", "unit.thresholdEntries=30"]),
        DeviceModelLoader.Load("hbm2-2000-pim", ["organization.bankGroups=1", "organization.banksPerGroup=2", "organization.columns=16"]),
        DeviceModelLoader.Load("hbm2-2000-pim", ["unit.inputRegisters=32", "unit.vectorRegisters=64", "unit.accumulators=300"]),
        DeviceModelLoader.Load("hbm2-2000-pim", ["unit.banksPerUnit=1", "unit.inputRegisters=1", "placement.firstRow=77"]),
        DeviceModelLoader.Load("ddr4-2400-pim", []),
        DeviceModelLoader.Load("ddr4-2400-pim", ["organization.bankGroups=1", "unit.banksPerUnit=4", "unit.thresholdEntries=12"]),
    ];

    public static Gen<(DeviceModel Model, Workload Workload)> Gen { get; } = CsCheck.Gen.UInt.Select(Make);

    /// <summary>The placement, or null when the workload needs more of a unit than there is.</summary>
    public static Placement? Place(DeviceModel model, Workload workload)
    {
        try
        {
            return Placement.Create(model, workload);
        }
        catch (UserErrorException e) when (e.Diagnostics.All(d => d.Code is "PIM0704" or "PIM0707"))
        {
            return null;
        }
    }

    private static (DeviceModel Model, Workload Workload) Make(uint seed)
    {
        var random = new PhiloxStream(seed, 6);
        DeviceModel model = Models[random.NextInt(Models.Length)];
        var operations = new List<LayerOperation>();
        int layers = 1 + random.NextInt(4);
        for (int i = 0; i < layers; i++)
        {
            LayerShape shape = Shape(ref random);
            operations.Add(random.NextInt(4) == 0
                ? Operations.Real(shape with { Groups = 1 }, i, random.NextInt(2) == 0, random.NextInt(2) == 0)
                : Operations.Binary(shape, i, random.NextInt(2) == 0, counts: shape.PoolSize == 1 && random.NextInt(4) == 0, classes: 1 + random.NextInt(9)));
        }

        return (model, new Workload("random", operations));
    }

    private static LayerShape Shape(ref PhiloxStream random)
    {
        int groups = 1 + random.NextInt(3);
        int kernel = 1 + random.NextInt(4);
        int padding = random.NextInt(2);
        int side = kernel + random.NextInt(8);
        int stride = 1 + random.NextInt(2);
        int outSide = ((side + (2 * padding) - kernel) / stride) + 1;
        int pool = 1 + random.NextInt(Math.Min(3, outSide));
        return new LayerShape
        {
            Height = side,
            Width = side,
            Channels = groups * (1 + random.NextInt(40)),
            OutChannels = groups * (1 + random.NextInt(60)),
            KernelHeight = kernel,
            KernelWidth = kernel,
            Stride = stride,
            Padding = padding,
            Groups = groups,
            PoolSize = pool,
            PoolStride = 1 + random.NextInt(3),
        };
    }
}
