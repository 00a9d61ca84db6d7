using PimSim.Core;

namespace PimSim.Models.Tests;

public sealed class AreaTests
{
    [Fact]
    public void ComponentsAreCountedOverTheDevice()
    {
        AreaModel area = DeviceModelLoader.Load("hbm2-2000-pim", []).Area!;

        Assert.Equal("bank inputRegisters xnor accumulators thresholds simd vectorRegisters instructionStore control", string.Join(' ', area.Components.Select(c => c.Name)));
        Assert.Equal((256L, 1_290_000.0), (area.Components[0].Count, area.Components[0].EachUm2)); // 16 domains of 16 banks
        Assert.All(area.Components.Skip(1), c => Assert.Equal(128, c.Count)); // a unit for two banks
        Assert.Equal(area.Components.Sum(c => c.EachUm2 * c.Count), area.TotalUm2);
        Assert.Equal((area.TotalUm2 - (256 * 1_290_000.0)) / (256 * 1_290_000.0), area.UnitsPerBankArea!.Value, 12);
    }

    [Fact]
    public void UnitsOfEveryChipCount()
    {
        AreaModel area = DeviceModelLoader.Load("ddr4-2400-pim", []).Area!;
        Assert.All(area.Components, c => Assert.Equal(128, c.Count)); // 16 banks, 8 chips, a unit a bank
    }

    [Fact]
    public void WithoutASectionThereIsNone() => Assert.Null(DeviceModelLoader.Load("ddr4-2400", []).Area);

    [Fact]
    public void WhatIsNotGivenIsLeftOutAndCanBeSet()
    {
        using TinyModel tiny = new(device: TinyModel.Device + "\narea:\n  source: test\n  xnor: 12.5\n");

        DeviceModel model = tiny.Load();
        DeviceModel more = tiny.Load("area.bank=100");

        AreaComponent only = Assert.Single(model.Area!.Components);
        Assert.Equal(("xnor", 12.5, 4L, 50.0), (only.Name, only.EachUm2, only.Count, only.TotalUm2));
        Assert.Null(model.Area.UnitsPerBankArea);
        Assert.Equal(850, more.Area!.TotalUm2); // 4 banks in 2 chips
        Assert.Equal(0.0625, more.Area.UnitsPerBankArea);
        Assert.NotEqual(model.Hash, more.Hash, StringComparer.Ordinal);
    }

    [Fact]
    public void UnitsThatAreNotThereHaveNoArea()
    {
        string text = DeviceCatalog.Read(DeviceCatalog.DeviceFile("ddr4-2400"))! + "\narea:\n  source: test\n  bank: 5\n  simd: 7\n";
        using TinyModel folder = new(device: text);

        Diagnostic found = Assert.Single(DeviceModelLoader.Validate(folder.DevicePath), d => d.Severity == DiagnosticSeverity.Error);

        Assert.Equal(("PIM0157", folder.DevicePath, text.TrimEnd().Split('\n').Length), (found.Code, found.File, found.Line));
    }
}
