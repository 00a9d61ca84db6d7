using PimSim.Models;

namespace PimSim.Device.Tests;

/// <summary>Models that the tests run on, loaded once.</summary>
internal static class TestModels
{
    public const string Hbm2Name = "hbm2-2000-pim";
    public const string Ddr4Name = "ddr4-2400-pim";
    public const string TwoRanks = "ddr4-2400-pim, two ranks";
    public const string TwoChannels = "hbm2-2000-pim, two channels";

    public static DeviceModel Hbm2 { get; } = DeviceModelLoader.Load(Hbm2Name, []);

    public static DeviceModel Ddr4 { get; } = DeviceModelLoader.Load(Ddr4Name, []);

    public static DeviceModel Ddr4TwoRanks { get; } = DeviceModelLoader.Load(Ddr4Name, ["organization.ranks=2"]);

    public static DeviceModel Hbm2TwoChannels { get; } = DeviceModelLoader.Load(Hbm2Name, ["organization.channels=2"]);

    public static TheoryData<string> Names => [Hbm2Name, Ddr4Name, TwoRanks];

    public static DeviceModel Get(string name) => name switch
    {
        Hbm2Name => Hbm2,
        Ddr4Name => Ddr4,
        TwoRanks => Ddr4TwoRanks,
        _ => Hbm2TwoChannels,
    };

    public static int Id(this DeviceModel model, string command)
    {
        int id = model.Standard.FindCommand(command);
        Assert.True(id >= 0, $"{command} is missing");
        return id;
    }

    public static CommandSpec Command(this DeviceModel model, string command) => model.Standard.Commands[model.Id(command)];

    public static int Parameter(this DeviceModel model, string name) => (int)model.Standard.Parameters[name];
}
