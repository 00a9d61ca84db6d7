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
        Assert.Equal(8, model.Unit!.SimdLanes);
        Assert.Equal(200, model.HostTurnaroundCycles);
        Assert.Equal(3900, model.RefreshIntervalCycles);
        Assert.Equal(1000.0, model.ClockPs);
        Assert.Equal(8, model.ImagesPerGroup);
        Assert.False(model.FirstLayerOnHost);
        Assert.Empty(model.Warnings);
    }

    [Fact]
    public void Ddr4DeviceLoads()
    {
        DeviceModel model = DeviceModelLoader.Load("ddr4-2400-pim", []);

        Assert.Equal(1, model.Organization.Domains);
        Assert.Equal(128, model.Organization.ColumnAccesses);
        Assert.Equal(512, model.Organization.AccessBits);
        Assert.Equal(64, model.Organization.ChipAccessBits);
        Assert.Equal(128, model.UnitsPerDomain);
        Assert.Equal(241, model.HostTurnaroundCycles);
        Assert.Equal(9364, model.RefreshIntervalCycles);
        Assert.Equal(833.0, model.ClockPs);
        Assert.Equal(10, model.Standard.Parameters["RTW"]);
        Assert.Empty(model.Warnings);
    }

    [Fact]
    public void CatalogListsWhatShips()
    {
        Assert.Equal(["ddr4-2400-pim", "hbm2-2000-pim"], DeviceCatalog.Names);
        Assert.Equal(["ddr4", "hbm2", "near-bank"], DeviceCatalog.Standards);
    }

    [Theory]
    [InlineData("hbm2-2000-pim")]
    [InlineData("ddr4-2400-pim")]
    public void EveryNumberHasASourceAndEveryCommandAnEnergy(string name)
    {
        DeviceModel model = DeviceModelLoader.Load(name, []);

        Assert.True(model.Numbers.Count > 60);
        Assert.All(model.Numbers, n => Assert.False(string.IsNullOrWhiteSpace(n.Source), n.Path));
        Assert.Equal(model.Numbers.Count, model.Numbers.Select(n => n.Path).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(model.Standard.Commands.Count, model.Energy!.ByCommand.Count);
        Assert.All(model.Energy.ByCommand, parts => Assert.NotEmpty(parts));
    }

    [Theory]
    [InlineData("hbm2-2000-pim", 2, LevelKind.PseudoChannel)]
    [InlineData("ddr4-2400-pim", 1, LevelKind.Rank)]
    public void ActivateOccupiesTheBusAsItsStandardSays(string name, int cycles, LevelKind domain)
    {
        MemoryStandard standard = DeviceModelLoader.Load(name, []).Standard;
        foreach (string command in new[] { "ACT", "ACTab" })
        {
            CommandSpec spec = standard.Commands[standard.FindCommand(command)];
            Assert.Equal(cycles, spec.BusCycles);
            Assert.Equal(LevelKind.Channel, standard.Buses[spec.Bus].Level);
        }

        Assert.Equal(domain, standard.Commands[standard.FindCommand("ACTab")].Scope);
        Assert.All(standard.Commands, (c, id) => Assert.Equal(id, c.Id));
    }

    [Fact]
    public void EveryOperationOfAUnitHasItsCommand()
    {
        MemoryStandard standard = DeviceModelLoader.Load("hbm2-2000-pim", []).Standard;
        Assert.All(
            Enum.GetValues<PimOperation>().Where(o => o != PimOperation.None),
            o => Assert.StartsWith("PIM_", standard.Commands[standard.FindCommand(o)].Name, StringComparison.Ordinal));
    }
}
