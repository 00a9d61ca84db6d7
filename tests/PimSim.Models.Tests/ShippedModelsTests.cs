namespace PimSim.Models.Tests;

public sealed class ShippedModelsTests
{
    [Fact]
    public void DefaultDeviceLoads()
    {
        DeviceModel model = DeviceModelLoader.Load("hbm2-2000-pim", []);

        Assert.Equal("hbm2-2000-pim", model.Name);
        Assert.Equal(16, model.Organization.Domains);
        Assert.Equal(32, model.Organization.ColumnAccesses);
        Assert.Equal(256, model.Organization.ChipAccessBits);
        Assert.Equal(8, model.UnitsPerDomain);
        Assert.Equal(200, model.HostTurnaroundCycles);
        Assert.Equal(3900, model.RefreshIntervalCycles);
        Assert.Equal(1000.0, model.ClockPs);
        Assert.NotNull(model.Energy);
        Assert.Empty(model.Warnings);
    }
}
