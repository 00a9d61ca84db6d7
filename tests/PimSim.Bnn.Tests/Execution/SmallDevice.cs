using PimSim.Models;

namespace PimSim.Bnn.Tests;

/// <summary>Small forms of the shipped devices, so that networks take several tiles and all domains run fast.</summary>
internal static class SmallDevice
{
    public static readonly TheoryData<string> Names = ["hbm", "ddr"];

    public static DeviceModel Load(string name, params string[] overrides) => string.Equals(name, "hbm", StringComparison.Ordinal)
        ? DeviceModelLoader.Load("hbm2-2000-pim", ["organization.channels=1", "unit.accumulators=16", .. overrides])
        : DeviceModelLoader.Load("ddr4-2400-pim", ["organization.bankGroups=2", "unit.accumulators=8", .. overrides]);
}
