namespace PimSim.Models.Tests;

/// <summary>Energies by hand: mA * V * ns = pJ, a million attojoules each.</summary>
public sealed class EnergyTests
{
    [Theory]
    [InlineData("ACT", EnergyPart.Activate, 414_000_000, 0)] // (65*48 - 55*34 - 40*14) * 1.2 / 2
    [InlineData("PREpb", EnergyPart.Activate, 0, 0)]
    [InlineData("RD", EnergyPart.Array, 174_468_000, 0)] // (390-55) * 2 * 0.6 * 0.434
    [InlineData("RD", EnergyPart.OnDiePath, 135_072_000, 0)]
    [InlineData("RD", EnergyPart.Io, 92_460_000, 0)]
    [InlineData("WR", EnergyPart.Array, 231_756_000, 0)] // (500-55) * 2 * 0.6 * 0.434
    [InlineData("REFab", EnergyPart.Refresh, 30_420_000_000, 0)] // (250-55) * 260 * 0.6
    [InlineData("REFpb", EnergyPart.Refresh, 1_901_250_000, 0)]
    [InlineData("ACTab", EnergyPart.Activate, 6_624_000_000, 0)]
    [InlineData("PIM_XNOR_ACC", EnergyPart.Array, 1_395_744_000, 0)]
    [InlineData("PIM_XNOR_ACC", EnergyPart.Xnor, 0, 20_480_000)] // 256 lanes * 8 units * 10 fJ
    [InlineData("PIM_VECTOR", EnergyPart.Simd, 0, 192_000_000)] // 8 lanes * 8 units * 3 pJ
    [InlineData("PIM_LOAD_INPUT", EnergyPart.OnDiePath, 179_424_000, 0)]
    [InlineData("PIM_READ_OUT", EnergyPart.Io, 92_460_000, 0)]
    [InlineData("PIM_WRITE_BACK", EnergyPart.Array, 1_854_048_000, 0)]
    public void Hbm2Commands(string command, EnergyPart part, long fixedAj, long perCountAj) =>
        Check("hbm2-2000-pim", command, part, fixedAj, perCountAj);

    [Theory]
    [InlineData("ACT", EnergyPart.Activate, 3_350_659_200, 0)] // (48*55 - 43*39 - 34*16) * 1.2 * 0.833 * 8 chips
    [InlineData("RD", EnergyPart.Array, 1_177_128_960, 0)] // (135-43) * 4 * 7.9968 * 0.4
    [InlineData("RD", EnergyPart.Io, 882_846_720, 0)]
    [InlineData("REFab", EnergyPart.Refresh, 716_761_180_800, 0)] // (250-43) * 433 * 7.9968
    [InlineData("PIM_XNOR_ACC", EnergyPart.Array, 18_834_063_360, 0)] // 16 banks
    [InlineData("PIM_XNOR_ACC", EnergyPart.Xnor, 0, 81_920_000)] // 64 lanes * 128 units * 10 fJ
    public void Ddr4Commands(string command, EnergyPart part, long fixedAj, long perCountAj) =>
        Check("ddr4-2400-pim", command, part, fixedAj, perCountAj);

    [Fact]
    public void StandbyIsForOneDomain()
    {
        EnergyModel hbm2 = DeviceModelLoader.Load("hbm2-2000-pim", []).Energy!;
        Assert.Equal((24_000_000, 33_000_000), (hbm2.PrechargedStandbyAjPerCycle, hbm2.ActiveStandbyAjPerCycle));
        EnergyModel ddr4 = DeviceModelLoader.Load("ddr4-2400-pim", []).Energy!;
        Assert.Equal((271_891_200, 343_862_400), (ddr4.PrechargedStandbyAjPerCycle, ddr4.ActiveStandbyAjPerCycle));
    }

    [Fact]
    public void PartsOfAReadSumToTheCurrents()
    {
        DeviceModel model = DeviceModelLoader.Load("hbm2-2000-pim", []);
        IReadOnlyList<CommandEnergy> read = model.Energy!.ByCommand[model.Standard.FindCommand("RD")];
        Assert.Equal(402_000_000, read.Sum(e => e.FixedAj));
    }

    [Fact]
    public void RoundedOnceToTheNearest()
    {
        using TinyModel tiny = new();
        DeviceModel model = tiny.Load();

        Assert.Equal(1_980_000_000, Assert.Single(model.Energy!.ByCommand[0]).FixedAj); // 30 mA * 1.5 V * 2 ns * 11 cycles * 2 chips
        Assert.Equal(2, Assert.Single(model.Energy.ByCommand[1]).FixedAj); // 1.5 aJ
        CommandEnergy xnor = Assert.Single(model.Energy.ByCommand[2]);
        Assert.Equal((2_000_000, 5_000), (xnor.FixedAj, xnor.PerCountAj));
        Assert.Equal(500_000, model.HostAjPerMac);
    }

    [Fact]
    public void WithoutCurrentsThereIsNoEnergyButAReason()
    {
        string text = TinyModel.Device;
        int from = text.IndexOf("currents:", StringComparison.Ordinal);
        int to = text.IndexOf("unit:\n", StringComparison.Ordinal);
        using TinyModel tiny = new(device: text.Remove(from, to - from));

        DeviceModel model = tiny.Load();

        Assert.Null(model.Energy);
        Assert.Equal("the model gives no currents", model.EnergyAbsentReason);
    }

    private static void Check(string device, string command, EnergyPart part, long fixedAj, long perCountAj)
    {
        DeviceModel model = DeviceModelLoader.Load(device, []);
        CommandEnergy found = Assert.Single(model.Energy!.ByCommand[model.Standard.FindCommand(command)], e => e.Part == part);
        Assert.Equal((fixedAj, perCountAj), (found.FixedAj, found.PerCountAj));
    }
}
