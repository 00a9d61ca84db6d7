using PimSim.Models;

namespace PimSim.Driver.Tests;

/// <summary>Units with more registers than a layer can use are used as far as they can be.</summary>
public sealed class LargeUnitTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Many_vector_registers_are_no_reason_to_refuse(int pool)
    {
        DeviceModel model = DeviceModelLoader.Load("hbm2-2000-pim", ["unit.inputRegisters=64", "unit.vectorRegisters=256", "unit.accumulators=512"]);
        LayerShape shape = Operations.Shape(12, 12, 1, 16, 3) with { PoolSize = pool, PoolStride = pool };
        var placement = Placement.Create(model, new Workload("large", [Operations.Real(shape)]));
        RealLayout layout = Assert.IsType<RealLayout>(placement.Layers[0]);
        Assert.InRange(layout.WindowsPerBatch, 1, 32);
        Assert.Equal(layout.WindowsPerBatch * pool * pool, layout.MaxPositions);
        Assert.True(layout.BatchesPerReadOut >= 1);
    }

    [Fact]
    public void A_pool_command_names_at_most_255_positions()
    {
        DeviceModel model = DeviceModelLoader.Load("hbm2-2000-pim", ["organization.busBits=256", "unit.laneBits=1024", "unit.inputRegisters=400", "unit.accumulators=2000"]);
        LayerShape shape = Operations.Shape(40, 40, 8, 4, 1) with { PoolSize = 19, PoolStride = 19 };
        var placement = Placement.Create(model, new Workload("large", [Operations.Binary(shape)]));
        Assert.InRange(placement.Layers[0].MaxPositions, 1, 255);
    }
}
