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

    /// <summary>mA times V is mW, times ns is pJ: the same current over one cycle, in the three ways that data sheets give it.</summary>
    [Theory]
    [InlineData("ddr4-2400", 8 * 34 * 1.2 * 0.833, 8 * 43 * 1.2 * 0.833)] // for a chip, eight chips
    [InlineData("hbm2-2000", 0.5 * 40 * 1.2 * 1, 0.5 * 55 * 1.2 * 1)] // for 128 bits, a pseudo-channel of 64
    [InlineData("hbm2-2000-validation", 0.5 * 40 * 1.2 * 1, 0.5 * 55 * 1.2 * 1)] // a lone pseudo-channel is still half of 128 bits
    public void CurrentsAreScaledToADomain(string device, double prechargedPj, double activePj)
    {
        EnergyModel energy = DeviceModelLoader.Load(device, []).Energy!;
        Assert.Equal(prechargedPj, energy.PrechargedStandbyAjPerCycle / 1e6, 6);
        Assert.Equal(activePj, energy.ActiveStandbyAjPerCycle / 1e6, 6);
    }

    [Theory]
    [InlineData("organization.chips=1", 1.0 / 8)]
    [InlineData("organization.chips=4", 4.0 / 8)]
    [InlineData("clock=1.666", 2.0)]
    [InlineData("currents.VDD=0.6", 0.5)]
    [InlineData("organization.ranks=2", 1.0)] // a rank is a domain: each pays for itself
    [InlineData("organization.channels=3", 1.0)]
    public void Ddr4StandbyGrowsWithChipsTimeAndVoltage(string set, double factor)
    {
        double plain = DeviceModelLoader.Load("ddr4-2400", []).Energy!.ActiveStandbyAjPerCycle;
        double changed = DeviceModelLoader.Load("ddr4-2400", [set]).Energy!.ActiveStandbyAjPerCycle;
        Assert.Equal(factor, changed / plain, 6);
    }

    [Theory]
    [InlineData("organization.busBits=128", 2.0)] // a whole channel as one pseudo-channel
    [InlineData("organization.pseudoChannels=1", 1.0)] // as many as there are, each is 64 bits wide
    public void Hbm2StandbyGrowsWithTheBus(string set, double factor)
    {
        double plain = DeviceModelLoader.Load("hbm2-2000", []).Energy!.ActiveStandbyAjPerCycle;
        double changed = DeviceModelLoader.Load("hbm2-2000", [set]).Energy!.ActiveStandbyAjPerCycle;
        Assert.Equal(factor, changed / plain, 6);
    }

    [Fact]
    public void PowerDownAndSelfRefreshHaveTheirCurrents()
    {
        EnergyModel ddr4 = DeviceModelLoader.Load("ddr4-2400", []).Energy!;
        Assert.Equal(199_920_000, ddr4.PrechargedPowerDownAjPerCycle); // 25 mA * 1.2 V * 0.833 ns * 8 chips = 199.92 pJ
        Assert.Equal(295_881_600, ddr4.ActivePowerDownAjPerCycle); // 37 mA
        Assert.Equal(239_904_000, ddr4.SelfRefreshAjPerCycle); // 30 mA
    }

    [Fact]
    public void AStateWithoutACurrentIsUnknownNotFree()
    {
        EnergyModel hbm2 = DeviceModelLoader.Load("hbm2-2000", []).Energy!;
        Assert.Equal((null, null, null), (hbm2.PrechargedPowerDownAjPerCycle, hbm2.ActivePowerDownAjPerCycle, hbm2.SelfRefreshAjPerCycle));

        EnergyModel given = DeviceModelLoader.Load("hbm2-2000", ["currents.IDD2P=20"]).Energy!;
        Assert.Equal(12_000_000, given.PrechargedPowerDownAjPerCycle); // 20 mA * 1.2 V * 1 ns / 2 = 12 pJ
        Assert.Null(given.SelfRefreshAjPerCycle);
    }

    [Theory]
    [InlineData("lpddr5-6400", "LPDDR5-6400")]
    [InlineData("gddr6-14000", "GDDR6-14000")]
    [InlineData("hbm3-6400", "HBM3-6400")]
    public void DevicesWithoutPublishedCurrentsSaySo(string device, string named)
    {
        DeviceModel model = DeviceModelLoader.Load(device, []);
        Assert.Null(model.Energy);
        Assert.StartsWith("no currents of a", model.EnergyAbsentReason, StringComparison.Ordinal);
        Assert.Contains(named, model.EnergyAbsentReason, StringComparison.Ordinal);
    }

    /// <summary>Their standards can have currents all the same; REFpb is a bank's share of REFab.</summary>
    [Theory]
    [InlineData("lpddr5-6400", 1.0, 168)]
    [InlineData("gddr6-14000", 1.0, 211)]
    [InlineData("hbm3-6400", 0.5, 560)]
    public void CurrentsCanBeGivenWithEveryStandard(string device, double scale, int refreshCycles)
    {
        string text = DeviceCatalog.Read(DeviceCatalog.DeviceFile(device))!;
        int from = text.IndexOf("noEnergy:", StringComparison.Ordinal);
        text = text.Remove(from, text.IndexOf('\n', from) - from) + """

            currents: {source: test, VDD: 1.1, IDD0: 60, IDD2N: 30, IDD3N: 40, IDD4R: 200, IDD4W: 210, IDD5AB: 140}
            energy: {source: test, READ_ARRAY: 0.5, READ_IO: 0.25, WRITE_ARRAY: 0.5, WRITE_IO: 0.25}
            """;
        using TinyModel folder = new(device: text);

        DeviceModel model = folder.Load();

        double cyclePj = scale * 1.1 * model.ClockPs / 1000;
        Assert.Equal(30 * cyclePj, model.Energy!.PrechargedStandbyAjPerCycle / 1e6, 5);
        Assert.Equal(160 * 2 * cyclePj, Total(model, "RD"), 5); // bursts take two cycles in all three
        Assert.Equal(100 * refreshCycles * cyclePj, Total(model, "REFab"), 5);
        Assert.Equal(100 * refreshCycles * cyclePj / 16, Total(model, "REFpb"), 5);
        Assert.All(model.Energy.ByCommand, parts => Assert.NotEmpty(parts));
    }

    private static double Total(DeviceModel model, string command) =>
        model.Energy!.ByCommand[model.Standard.FindCommand(command)].Sum(e => e.FixedAj) / 1e6;

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
