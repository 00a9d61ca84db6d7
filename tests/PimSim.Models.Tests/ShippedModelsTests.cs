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
        Assert.Equal(
            [
                "ddr4-2400", "ddr4-2400-pim", "ddr4-2400-validation", "gddr6-14000", "hbm2-2000", "hbm2-2000-pim", "hbm2-2000-validation", "hbm2-pim-fp16", "hbm3-6400",
                "lpddr5-6400",
            ],
            DeviceCatalog.Names);
        Assert.Equal(["ddr4", "gddr6", "hbm-pim", "hbm2", "hbm3", "lpddr5", "near-bank"], DeviceCatalog.Standards);
    }

    [Theory]
    [InlineData("ddr4-2400", "ddr4-2400-pim")]
    [InlineData("hbm2-2000", "hbm2-2000-pim")]
    public void PlainMemoryIsTheDeviceWithoutItsUnits(string plain, string processing)
    {
        DeviceModel memory = DeviceModelLoader.Load(plain, []);
        DeviceModel device = DeviceModelLoader.Load(processing, []);

        Assert.Null(memory.Unit);
        Assert.Equal(0, memory.UnitsPerDomain);
        Assert.Equal(device.Organization, memory.Organization);
        Assert.All(memory.Standard.Parameters, p => Assert.Equal(device.Standard.Parameters[p.Key], p.Value));
        Assert.Equal(device.Standard.Commands.Take(memory.Standard.Commands.Count), memory.Standard.Commands);
        Assert.Equal(device.Energy!.ActiveStandbyAjPerCycle, memory.Energy!.ActiveStandbyAjPerCycle);
    }

    /// <summary>A standard is data: under another name, from a file of the user's, it makes the same model.</summary>
    [Fact]
    public void ARenamedStandardMakesTheSameModel()
    {
        foreach (string name in DeviceCatalog.Names)
        {
            DeviceModel shipped = DeviceModelLoader.Load(name, []);
            string device = DeviceCatalog.Read(DeviceCatalog.DeviceFile(name))!
                .Replace($"standard: {shipped.Standard.Name}\n", "standard: tiny\n", StringComparison.Ordinal)
                .Replace("processing: near-bank ", "processing: tiny-pim ", StringComparison.Ordinal);
            using TinyModel renamed = new(
                device,
                DeviceCatalog.Read(DeviceCatalog.StandardFile(shipped.Standard.Name))!,
                DeviceCatalog.Read(DeviceCatalog.StandardFile("near-bank"))!);

            DeviceModel model = renamed.Load();

            Assert.Equal("tiny", model.Standard.Name);
            Assert.Equal(shipped.Hash, model.Hash);
            Assert.Equal(shipped.Doubts.Select(d => d.Message), model.Doubts.Select(d => d.Message), StringComparer.Ordinal);
        }
    }

    /// <summary>Every memory standard has the names that the processing file uses.</summary>
    [Theory]
    [InlineData("lpddr5-6400")]
    [InlineData("gddr6-14000")]
    [InlineData("hbm3-6400")]
    public void UnitsCanBePutBesideTheBanksOfEveryStandard(string name)
    {
        string unit = DeviceCatalog.Read(DeviceCatalog.DeviceFile("hbm2-2000-pim"))!;
        unit = unit[unit.IndexOf("unit:\n", StringComparison.Ordinal)..unit.IndexOf("area:\n", StringComparison.Ordinal)]
            + unit[unit.IndexOf("host:\n", StringComparison.Ordinal)..];
        using TinyModel folder = new(device: DeviceCatalog.Read(DeviceCatalog.DeviceFile(name))!
            .Replace("\nclock:", "processing: near-bank\nclock:", StringComparison.Ordinal) + unit);

        DeviceModel model = folder.Load();

        Assert.Equal(8, model.UnitsPerDomain);
        Assert.Empty(model.Warnings);
        Assert.DoesNotContain(model.Doubts, d => d.Code == "PIM0155");
        Assert.Equal(model.Standard.Parameters["ACT_EXTRA"] + 1, model.Standard.Commands[model.Standard.FindCommand("ACTab")].BusCycles);
    }

    /// <summary>The configurations that other simulators ran: sizes, and the distances from command to command that follow.</summary>
    [Theory]
    [InlineData("ddr4-2400-validation", 8L << 30, 64, "ACT RD 17|ACT WR 17|ACT PREpb 39|PREpb ACT 17|ACT ACT 56|REFab ACT 420|REFab REFab 420|RD WR 11|WR RD 25|WR PREpb 34|RD PREpb 9", 9360, 21)]
    [InlineData("hbm2-2000-validation", 512L << 20, 32, "ACT RD 15|ACT WR 13|ACT PREpb 35|PREpb ACT 13|ACT ACT 48|REFab ACT 259|REFab REFab 260|RD WR 13|WR RD 15|WR PREpb 23|RD PREpb 5", 3900, 16)]
    public void ValidationModelsAreTheReferenceConfigurations(string name, long bytes, int accessBytes, string distances, int interval, int dataEnd)
    {
        DeviceModel model = DeviceModelLoader.Load(name, []);
        Organization o = model.Organization;

        Assert.Equal(1, o.Domains);
        Assert.Equal(accessBytes, o.AccessBits / 8);
        Assert.Equal(bytes, (long)o.Banks * o.Rows * o.ColumnAccesses * accessBytes);
        Assert.Equal(interval, model.RefreshIntervalCycles);
        Assert.Equal(dataEnd, model.Standard.Commands[model.Standard.FindCommand("RD")].DataEndCycles);
        foreach (string[] distance in distances.Split('|').Select(d => d.Split(' ')))
        {
            int from = model.Standard.FindCommand(distance[0]);
            int to = model.Standard.FindCommand(distance[1]);
            int longest = model.Standard.Constraints
                .Where(r => !r.Max && !r.Sibling && r.Window == 1 && r.From.Contains(from) && r.To.Contains(to))
                .Max(r => r.LatencyAfter(0));
            Assert.Equal($"{distance[0]} {distance[1]} {distance[2]}", $"{distance[0]} {distance[1]} {longest}");
        }
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
        MemoryStandard[] standards = [DeviceModelLoader.Load("hbm2-2000-pim", []).Standard, DeviceModelLoader.Load("hbm2-pim-fp16", []).Standard];
        foreach (PimOperation operation in Enum.GetValues<PimOperation>().Where(o => o != PimOperation.None))
        {
            CommandSpec[] commands = [.. standards.SelectMany(s => s.Commands).Where(c => c.Operation == operation)];
            Assert.NotEmpty(commands);
            Assert.All(commands, c => Assert.StartsWith("PIM_", c.Name, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void HbmPimIsThePublishedDevice()
    {
        DeviceModel model = DeviceModelLoader.Load("hbm2-pim-fp16", []);

        Assert.Equal(64, model.Organization.Domains);
        Assert.Equal(16, model.Organization.Banks);
        Assert.Equal(8, model.UnitsPerDomain);
        Assert.Equal(256, model.Organization.AccessBits);
        Assert.Equal(16, model.Unit!.SimdLanes);
        Assert.Null(model.Energy);
        Assert.Equal(1950, model.FirstRefreshCycle);
        Assert.Equal(3900, model.RefreshIntervalCycles);
        Assert.False(model.Controller.RefreshStalls);
        Assert.All(model.Numbers, n => Assert.False(string.IsNullOrWhiteSpace(n.Source), n.Path));
        Assert.Empty(model.Warnings);
        foreach ((string name, int value) in new[]
        {
            ("RL", 20), ("WL", 8), ("BL", 2), ("RCDRD", 14), ("RCDWR", 10), ("RP", 14), ("RAS", 33), ("RC", 47), ("CCD_S", 2), ("CCD_L", 4), ("RRD_S", 4), ("RRD_L", 6),
            ("FAW", 16), ("RFC", 350), ("REFI", 3900), ("WR", 16), ("RTP", 5), ("WTR_S", 4), ("WTR_L", 9),
        })
        {
            Assert.Equal((name, value), (name, (int)model.Standard.Parameters[name]));
        }
    }
}
