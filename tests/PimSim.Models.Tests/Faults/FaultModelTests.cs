using PimSim.Core;

namespace PimSim.Models.Tests;

/// <summary>Faults of a device model, from its file and from --set.</summary>
public sealed class FaultModelTests
{
    [Theory]
    [InlineData("hbm2-2000-pim")]
    [InlineData("ddr4-2400-pim")]
    [InlineData("hbm2-2000")]
    public void Devices_are_sound_unless_told_otherwise(string name)
    {
        DeviceModel sound = DeviceModelLoader.Load(name, []);
        Assert.False(sound.Faults.IsActive);
        DeviceModel faulty = DeviceModelLoader.Load(name, ["faults.stuckAtOne=1e-6"]);
        Assert.True(faulty.Faults.IsActive);
        Assert.NotEqual(sound.Hash, faulty.Hash, StringComparer.Ordinal);
        Assert.Equal(sound.Hash, DeviceModelLoader.Load(name, ["faults.retention.celsius=95"]).Hash);
    }

    [Fact]
    public void A_kind_has_the_general_rate_unless_it_has_its_own()
    {
        FaultModel faults = DeviceModelLoader.Load("hbm2-2000-pim", ["faults.stuckAtZero=2.5e-4", "faults.weights.stuckAtZero=1e-3", "faults.thresholds.exposed=false"]).Faults;
        Assert.Equal(1e-3, faults.Weights.StuckAtZero);
        Assert.Equal(2.5e-4, faults.Of(TensorKind.Activations).StuckAtZero);
        Assert.Equal(2.5e-4, faults.Instructions.StuckAtZero);
        Assert.False(faults.Thresholds.Exposed);
        Assert.True(faults.HitsCells);
        Assert.False(faults.HitsReads);
    }

    [Fact]
    public void Retention_disturbance_and_correction_are_off_until_chosen()
    {
        FaultModel none = DeviceModelLoader.Load("hbm2-2000-pim", []).Faults;
        Assert.Null(none.Retention);
        Assert.Null(none.Disturb);
        Assert.Equal(0, none.EccCheckBits);
        FaultModel all = DeviceModelLoader.Load(
            "hbm2-2000-pim", ["faults.retention.distribution=log-normal", "faults.disturb.flipsPerActivation=1e-9", "ecc.dataBits=128", "ecc.seesPim=false"]).Faults;
        Assert.Equal(new RetentionModel(273, 1.205, 85, 10, 85, 8192), all.Retention);
        Assert.Equal(new DisturbModel(1e-9, 139_000), all.Disturb);
        Assert.Equal(9, all.EccCheckBits);
        Assert.False(all.EccSeesPim);
    }

    [Theory]
    [InlineData("PIM0108", "faults.stuckAtZero=1.5")]
    [InlineData("PIM0108", "faults.ber.weights=-0.1")]
    [InlineData("PIM0107", "faults.deadRows=many")]
    [InlineData("PIM0109", "faults.retention.distribution=weibull")]
    [InlineData("PIM0114", "faults.stuckAtTwo=0.1")]
    [InlineData("PIM1200", "ecc.dataBits=32")]
    public void Impossible_values_are_refused(string code, string set)
    {
        UserErrorException refused = Assert.Throws<UserErrorException>(() => DeviceModelLoader.Load("hbm2-2000-pim", [set]));
        Assert.Equal(code, refused.Diagnostics[0].Code);
    }

    [Fact]
    public void No_more_cells_are_stuck_than_there_are()
    {
        UserErrorException refused = Assert.Throws<UserErrorException>(() => DeviceModelLoader.Load("hbm2-2000-pim", ["faults.stuckAtZero=0.6", "faults.weights.stuckAtOne=0.7"]));
        Assert.Equal("PIM1201", Assert.Single(refused.Diagnostics).Code);
    }

    [Fact]
    public void Code_words_must_fit_a_chips_column_access()
    {
        UserErrorException refused = Assert.Throws<UserErrorException>(() => DeviceModelLoader.Load("ddr4-2400-pim", ["ecc.dataBits=128"]));
        Assert.Equal("PIM1200", refused.Diagnostics[0].Code);
    }
}
