using PimSim.Models;

namespace PimSim.Device.Tests;

public sealed class ReplayEnergyTests
{
    // pJ = mA * V * ns over eight chips; 1.2 V, 0.833 ns a cycle; a burst is 4 cycles.
    private const decimal Scale = 1.2m * 0.833m * 8;

    private static readonly DeviceModel Plain = DeviceModelLoader.Load("ddr4-2400", []);

    [Fact]
    public void Commands_and_standby_cost_what_the_sheet_says()
    {
        ReplayEnergy energy = Known(Plain, Result(Plain, new RankCycles { ByState = { [0] = 100, [1] = 900 } }, ("ACT", 3), ("PREpb", 3), ("RD", 5), ("WR", 2), ("REFab", 1)));

        decimal read = (135m - 43) * 4 * Scale;
        decimal write = (123m - 43) * 4 * Scale;
        AssertPicojoules(3 * ((48m * 55) - (43m * 39) - (34m * 16)) * Scale, energy[EnergyPart.Activate]);
        AssertPicojoules(0.4m * ((5 * read) + (2 * write)), energy[EnergyPart.Array]);
        AssertPicojoules(0.3m * ((5 * read) + (2 * write)), energy[EnergyPart.OnDiePath]);
        AssertPicojoules(0.3m * ((5 * read) + (2 * write)), energy[EnergyPart.Io]);
        AssertPicojoules((250m - 43) * 433 * Scale, energy[EnergyPart.Refresh]);
        AssertPicojoules(((34m * 100) + (43m * 900)) * Scale, energy[EnergyPart.Background]);
        Assert.Equal(energy.Total, Enum.GetValues<EnergyPart>().Aggregate((Int128)0, (sum, part) => sum + energy[part]));
    }

    [Fact]
    public void Power_down_and_self_refresh_have_currents_of_their_own()
    {
        ReplayEnergy energy = Known(Plain, Result(Plain, new RankCycles { ByState = { [2] = 1_000, [3] = 100, [4] = 10 } }));
        AssertPicojoules(((25m * 1_000) + (37m * 100) + (30m * 10)) * Scale, energy.Total);
        Assert.Equal(energy.Total, energy[EnergyPart.Background]);
    }

    [Fact]
    public void A_state_without_a_current_makes_the_energy_unknown()
    {
        DeviceModel hbm2 = DeviceModelLoader.Load("hbm2-2000", []);
        Assert.NotNull(ReplayEnergy.Of(hbm2, Result(hbm2, new RankCycles { ByState = { [0] = 5 } }), out string? known));
        Assert.Null(known);
        Assert.Null(ReplayEnergy.Of(hbm2, Result(hbm2, new RankCycles { ByState = { [0] = 5, [4] = 7 } }), out string? reason));
        Assert.Contains("IDD6", reason, StringComparison.Ordinal);
        Assert.Contains(" 7 cycles", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_currents_says_why()
    {
        DeviceModel gddr6 = DeviceModelLoader.Load("gddr6-14000", []);
        Assert.Null(ReplayEnergy.Of(gddr6, Result(gddr6, new RankCycles()), out string? reason));
        Assert.Equal(gddr6.EnergyAbsentReason, reason);
        Assert.NotNull(reason);
    }

    [Fact]
    public void Products_may_leave_64_bits()
    {
        ReplayEnergy energy = Known(Plain, Result(Plain, new RankCycles { ByState = { [1] = long.MaxValue / 2 } }));
        Assert.Equal((Int128)Plain.Energy!.ActiveStandbyAjPerCycle * (long.MaxValue / 2), energy.Total);
        Assert.True(energy.Total > long.MaxValue);
    }

    [Fact]
    public void Each_rank_has_standby_of_its_own()
    {
        DeviceModel two = DeviceModelLoader.Load("ddr4-2400", ["organization.ranks=2"]);
        ReplayResult both = Result(two, new RankCycles { ByState = { [0] = 50 } });
        ReplayEnergy energy = Known(two, both with { Ranks = [both.Ranks[0], new RankCycles { ByState = { [1] = 50 } }] });
        AssertPicojoules(((34m * 50) + (43m * 50)) * Scale, energy.Total);
    }

    private static ReplayEnergy Known(DeviceModel model, ReplayResult result)
    {
        ReplayEnergy? energy = ReplayEnergy.Of(model, result, out string? reason);
        Assert.Null(reason);
        return Assert.IsType<ReplayEnergy>(energy);
    }

    private static ReplayResult Result(DeviceModel model, RankCycles cycles, params (string Name, long Count)[] commands)
    {
        long[] counts = new long[model.Standard.Commands.Count];
        foreach ((string name, long count) in commands)
        {
            counts[model.Id(name)] = count;
        }

        return new ReplayResult
        {
            Reads = 0,
            Writes = 0,
            ForwardedReads = 0,
            Cycles = cycles.ByState.Max(),
            Commands = counts,
            RowHits = 0,
            RowMisses = 0,
            RowConflicts = 0,
            ReadLatency = new LatencyHistogram(),
            WriteLatency = new LatencyHistogram(),
            Banks = [],
            Ranks = [cycles, .. Enumerable.Range(1, model.Organization.Domains - 1).Select(_ => new RankCycles())],
        };
    }

    /// <summary>Coefficients are rounded to attojoules once each, so that sums may differ by a few thousand.</summary>
    private static void AssertPicojoules(decimal expected, Int128 attojoules) =>
        Assert.InRange((decimal)attojoules - (expected * 1_000_000m), -1_000m, 1_000m);
}
