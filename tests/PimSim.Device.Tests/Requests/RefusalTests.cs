using PimSim.Core;
using PimSim.Models;
using PimSim.Tests;

namespace PimSim.Device.Tests;

/// <summary>Models that cannot replay requests, and why.</summary>
public sealed class RefusalTests
{
    [Fact]
    public void Sizes_without_address_bits() => AssertCode("PIM0620", DeviceModelLoader.Load("hbm2-2000", ["organization.rows=1000"]));

    [Fact]
    public void More_banks_than_are_told_apart()
    {
        string[] most = ["organization.ranks=16", "organization.bankGroups=16"];
        DeviceModel served = DeviceModelLoader.Load("hbm2-2000-pim", most);
        Assert.Equal(1024, served.Organization.Banks * served.Organization.Ranks);
        Assert.NotNull(new RequestReplay(served));

        DeviceModel refused = DeviceModelLoader.Load("hbm2-2000-pim", [most[0], "organization.bankGroups=32"]);
        AssertCode("PIM0623", refused);
        UserErrorException fault = Assert.Throws<UserErrorException>(() => new SharedRunner(refused));
        Assert.Contains("2048 banks", Assert.Single(fault.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_whose_commands_the_standard_lacks()
    {
        string models = Path.Combine(SharedFolder.CheckoutRoot(), "devicemodels");
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "standards"));
            File.Copy(Path.Combine(models, "ddr4-2400.yaml"), Path.Combine(folder, "mine.yaml"));
            string standard = File.ReadAllText(Path.Combine(models, "standards", "ddr4.yaml"));
            File.WriteAllText(Path.Combine(folder, "standards", "ddr4.yaml"), standard.Replace("RDA", "RDX", StringComparison.Ordinal));
            AssertCode("PIM0621", DeviceModelLoader.Load(Path.Combine(folder, "mine.yaml"), ["controller.pagePolicy=closed"]));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void AssertCode(string code, DeviceModel model)
    {
        UserErrorException fault = Assert.Throws<UserErrorException>(() => new RequestReplay(model));
        Assert.Contains(fault.Diagnostics, d => d.Code == code);
        Assert.All(fault.Diagnostics, d => Assert.NotNull(d.Remedy));
    }
}
