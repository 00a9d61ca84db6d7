using PimSim.Models;

namespace PimSim.Device.Tests;

public sealed class EnergyTallyTests
{
    [Fact]
    public void SumsOverLayersAndPartsAgree()
    {
        var tally = new EnergyTally(3);
        tally.Add(0, EnergyPart.Activate, 5);
        tally.Add(1, EnergyPart.Activate, 7);
        tally.Add(1, EnergyPart.Host, 100);
        tally.Add(1, EnergyPart.Host, 1);

        Assert.Equal(113, tally.Total);
        Assert.Equal(12, tally.OfPart(EnergyPart.Activate));
        Assert.Equal(108, tally.OfLayer(1));
        Assert.Equal(101, tally[1, EnergyPart.Host]);
        Assert.Equal(0, tally.OfLayer(2));
        Assert.Equal(tally.Total, Enum.GetValues<EnergyPart>().Aggregate((Int128)0, (s, p) => s + tally.OfPart(p)));
    }

    [Fact]
    public void TotalsGoBeyond64Bits()
    {
        var tally = new EnergyTally(1);
        for (int i = 0; i < 4; i++)
        {
            tally.Add(0, EnergyPart.Array, long.MaxValue);
        }

        Assert.Equal((Int128)long.MaxValue * 4, tally.Total);

        // One product of a counter and a coefficient may leave 64 bits already.
        EnergyModel model = TestModels.Ddr4.Energy!;
        var dear = new EnergyModel
        {
            ByCommand = [.. model.ByCommand.Select(IReadOnlyList<CommandEnergy> (_) => [new CommandEnergy(EnergyPart.Array, long.MaxValue, 0)])],
            ActiveStandbyAjPerCycle = long.MaxValue,
            PrechargedStandbyAjPerCycle = 0,
        };
        ProgramRun run = Runs.Single(TestModels.Ddr4, Runs.Sequence(TestModels.Ddr4, ("ACT", default), ("RD", default), ("PREab", default))).Run;
        var large = new EnergyTally(1);
        large.Add(dear, run);
        Assert.Equal((Int128)long.MaxValue * 3, large[0, EnergyPart.Array]);
        Assert.Equal((Int128)long.MaxValue * 39, large[0, EnergyPart.Background]);
    }

    [Fact]
    public void SmallProgramCostsWhatTheSheetSays()
    {
        DeviceModel model = TestModels.Ddr4;
        PimProgram program = Runs.Sequence(model, ("ACT", default), ("RD", default), ("RD", default), ("WR", default), ("PREab", default));
        ProgramRun run = Runs.Single(model, program).Run;
        var tally = new EnergyTally(1);
        tally.Add(model.Energy!, run);

        // pJ = mA * V * ns over eight chips; 1.2 V, 0.833 ns a cycle; a burst is 4 cycles.
        const decimal Scale = 1.2m * 0.833m * 8;
        AssertPicojoules(((48m * 55) - (43m * 39) - (34m * 16)) * Scale, tally.OfPart(EnergyPart.Activate));
        decimal read = (135m - 43) * 4 * Scale;
        decimal write = (123m - 43) * 4 * Scale;
        AssertPicojoules(0.4m * ((2 * read) + write), tally.OfPart(EnergyPart.Array));
        AssertPicojoules(0.3m * ((2 * read) + write), tally.OfPart(EnergyPart.OnDiePath));
        AssertPicojoules(0.3m * ((2 * read) + write), tally.OfPart(EnergyPart.Io));

        // ACT 0, RD 16, RD 22, WR 22 + RTW 10, PREab after the write: 32 + 12 + 4 + 18; open until then, one cycle closed.
        Assert.Equal(67, run.Cycles);
        AssertPicojoules(((43m * 66) + 34) * Scale, tally.OfPart(EnergyPart.Background));
        Assert.Equal(0, tally.OfPart(EnergyPart.Refresh) + tally.OfPart(EnergyPart.Xnor) + tally.OfPart(EnergyPart.Simd) + tally.OfPart(EnergyPart.Host));
    }

    [Fact]
    public void UnitsAreChargedByOperandN()
    {
        DeviceModel model = TestModels.Hbm2;
        PimProgram program = Runs.Sequence(
            model,
            ("PIM_MODE", new CommandOperands { Operation = 1 }),
            ("ACTab", default),
            ("PIM_XNOR_ACC", new CommandOperands { Count = 3 }),
            ("PIM_XNOR_ACC", new CommandOperands { Count = 8 }),
            ("PIM_THRESHOLD", new CommandOperands { Count = 20 }),
            ("PIM_VECTOR", new CommandOperands { Count = 2, Operation = (byte)VectorOperation.Add }));
        var tally = new EnergyTally(1);
        tally.Add(model.Energy!, Runs.Single(model, program).Run);

        // 10 fJ a bit, 256 lanes in each of 8 units; 0.1 pJ a threshold; 3 pJ a lane of 8.
        AssertPicojoules((11 * 256 * 8 * 0.01m) + (20 * 8 * 0.1m), tally.OfPart(EnergyPart.Xnor));
        AssertPicojoules(2 * 8 * 8 * 3m, tally.OfPart(EnergyPart.Simd));

        // An ACTab opens 16 banks, in one of the two pseudo-channels that share the currents.
        AssertPicojoules(16 * ((65m * 48) - (55m * 34) - (40m * 14)) * 1.2m / 2, tally.OfPart(EnergyPart.Activate));
    }

    /// <summary>Coefficients are rounded to attojoules once each, so that sums may differ by a few.</summary>
    private static void AssertPicojoules(decimal expected, Int128 attojoules) =>
        Assert.InRange((decimal)attojoules - (expected * 1_000_000m), -100m, 100m);
}
