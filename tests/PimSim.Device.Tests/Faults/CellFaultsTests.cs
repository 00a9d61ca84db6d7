using PimSim.Core;
using PimSim.Models;

namespace PimSim.Device.Tests;

/// <summary>Cells go wrong as often as the model says, whatever is asked first.</summary>
public sealed class CellFaultsTests
{
    private static readonly RowAddress Row = new(3, 11);

    [Theory]
    [InlineData("faults.stuckAtZero", FaultMechanism.StuckAtZero)]
    [InlineData("faults.stuckAtOne", FaultMechanism.StuckAtOne)]
    [InlineData("faults.flipsPerWrite", FaultMechanism.Write)]
    [InlineData("faults.ber.weights", FaultMechanism.BitError)]
    [InlineData("faults.deadColumns", FaultMechanism.DeadColumn)]
    public void Observed_rates_are_within_binomial_intervals(string parameter, FaultMechanism mechanism)
    {
        FaultCounts counts = FaultyCells.Count(FaultyCells.Plan(FaultyCells.Model(parameter + "=0.002")));
        long bits = counts.Bits(TensorKind.Weights);
        Assert.Equal(8L * 16 * 4 * 8192, bits);

        // A dead line is met in each of the four rows.
        double trials = mechanism == FaultMechanism.DeadColumn ? bits / 4.0 : bits;
        double times = bits / trials;
        double deviation = times * Math.Sqrt(trials * 0.002 * 0.998);
        Assert.InRange(counts.Of(TensorKind.Weights, mechanism), (bits * 0.002) - (4 * deviation), (bits * 0.002) + (4 * deviation));
        Assert.True(counts.Wrong(TensorKind.Weights) <= counts.Of(TensorKind.Weights, mechanism));
        Assert.True(counts.Wrong(TensorKind.Weights) > 0);
    }

    [Fact]
    public void Kinds_have_rates_of_their_own()
    {
        FaultCounts counts = FaultyCells.Count(FaultyCells.Plan(FaultyCells.Model("faults.stuckAtOne=1e-3", "faults.weights.stuckAtOne=0")));
        Assert.Equal(0, counts.Wrong(TensorKind.Weights));
        Assert.True(counts.Wrong(TensorKind.Thresholds) > 100);
        counts = FaultyCells.Count(FaultyCells.Plan(FaultyCells.Model("faults.deadRows=0.5", "faults.thresholds.exposed=false")));
        Assert.Equal(0, counts.Wrong(TensorKind.Thresholds));
        Assert.True(counts.Wrong(TensorKind.Weights) > 100_000);
    }

    [Fact]
    public void No_order_of_asking_changes_a_bit()
    {
        FaultPlan plan = FaultyCells.Plan(FaultyCells.Model(
            "faults.stuckAtZero=1e-3", "faults.stuckAtOne=1e-3", "faults.flipsPerWrite=1e-3", "faults.deadRows=0.1", "faults.deadColumns=1e-3",
            "faults.ber.weights=1e-3", "ecc.dataBits=64"));
        CellArrays cells = FaultyCells.Cells(plan, 2, 0x1234);
        var forward = new CellFaults(plan, 2);
        var backward = new CellFaults(plan, 2);
        (RowAddress Row, int Column)[] places = [.. plan.Kinds.Rows.SelectMany(r => plan.Kinds.Columns(r).Select(c => (r, c)))];
        Dictionary<(RowAddress, int), ulong[]> first = places.ToDictionary(p => p, p => Read(cells, forward, p.Row, p.Column));
        foreach ((RowAddress row, int column) in places.Reverse())
        {
            Assert.Equal(first[(row, column)], Read(cells, backward, row, column));
        }

        var other = new CellFaults(FaultyCells.Plan(plan.Model, seed: 2), 2);
        Assert.NotEqual(places.SelectMany(p => first[p]), places.SelectMany(p => Read(cells, other, p.Row, p.Column)));
    }

    [Fact]
    public void Stuck_cells_hide_what_is_stored_and_the_rest_is_read_as_it_is()
    {
        FaultPlan plan = FaultyCells.Plan(FaultyCells.Model("faults.stuckAtZero=0.01", "faults.stuckAtOne=0.02"));
        CellArrays zeros = FaultyCells.Cells(plan, 0, 0);
        CellArrays ones = FaultyCells.Cells(plan, 0, ulong.MaxValue);
        var faults = new CellFaults(plan, 0);
        foreach (CellFault cell in faults.Row(Row).Cells)
        {
            bool value = faults.Row(Row).Of(cell.Column).ToArray().Last(c => c.Bit == cell.Bit).Mechanism == FaultMechanism.StuckAtOne;
            Assert.Equal(value, Bit(Read(zeros, faults, Row, cell.Column), cell.Bit));
            Assert.Equal(value, Bit(Read(ones, faults, Row, cell.Column), cell.Bit));
        }

        Assert.Equal(
            faults.Row(Row).Cells.Where(c => c.Mechanism == FaultMechanism.StuckAtOne).Select(c => (c.Column, c.Bit)).Distinct().Count(),
            Enumerable.Range(0, 32).Sum(c => Read(zeros, faults, Row, c).Sum(System.Numerics.BitOperations.PopCount)));
    }

    [Fact]
    public void Correction_mends_lone_errors_for_those_who_see_it()
    {
        string[] faulty = ["faults.stuckAtOne=2e-4", "ecc.dataBits=64"];
        FaultCounts seen = FaultyCells.Count(FaultyCells.Plan(FaultyCells.Model(faulty)), pattern: 0);
        FaultCounts unseen = FaultyCells.Count(FaultyCells.Plan(FaultyCells.Model([.. faulty, "ecc.seesPim=false"])), pattern: 0);
        Assert.Equal(seen.Of(TensorKind.Weights, FaultMechanism.StuckAtOne), unseen.Of(TensorKind.Weights, FaultMechanism.StuckAtOne));
        Assert.InRange(seen.Wrong(TensorKind.Weights), 1, unseen.Wrong(TensorKind.Weights) / 10);
        Assert.True(seen.Corrections.Corrected > 50 * seen.Corrections.Detected);
        Assert.Equal(0, unseen.Corrections.Corrected);

        FaultPlan plan = FaultyCells.Plan(FaultyCells.Model([.. faulty, "ecc.seesPim=false"]));
        CellArrays cells = FaultyCells.Cells(plan, 0, 0);
        cells.Faults = new CellFaults(plan, 0);
        ulong[] bus = new ulong[cells.AccessWords];
        ulong[] unit = new ulong[cells.AccessWords];
        (int onBus, int inUnit) = (0, 0);
        foreach ((RowAddress row, int column) in plan.Kinds.Rows.SelectMany(r => plan.Kinds.Columns(r).Select(c => (r, c))))
        {
            cells.Read(row, column, bus);
            cells.ReadByUnit(row, column, unit);
            onBus += bus.Sum(System.Numerics.BitOperations.PopCount);
            inUnit += unit.Sum(System.Numerics.BitOperations.PopCount);
        }

        Assert.True(inUnit > onBus);
    }

    [Fact]
    public void Spare_rows_take_the_place_of_dead_ones()
    {
        FaultCounts none = FaultyCells.Count(FaultyCells.Plan(FaultyCells.Model("faults.deadRows=0.2")));
        FaultCounts all = FaultyCells.Count(FaultyCells.Plan(FaultyCells.Model("faults.deadRows=0.2", "faults.spares.rowsPerBank=6000")));
        FaultCounts some = FaultyCells.Count(FaultyCells.Plan(FaultyCells.Model("faults.deadRows=0.2", "faults.spares.rowsPerBank=1")));
        Assert.Equal(0, none.RepairedRows);
        Assert.True(none.UnrepairedRows > 0);
        Assert.Equal(none.UnrepairedRows, all.RepairedRows);
        Assert.Equal(0, all.UnrepairedRows);
        Assert.Equal(0, all.Wrong(TensorKind.Weights));
        Assert.Equal(none.UnrepairedRows, some.RepairedRows + some.UnrepairedRows);
        Assert.True(some.UnrepairedRows > 0);
    }

    [Fact]
    public void Retention_follows_refresh_interval_and_temperature()
    {
        string[] hot = ["faults.retention.distribution=log-normal", "faults.retention.medianSeconds=1", "faults.retention.celsius=95"];
        DeviceModel usual = FaultyCells.Model(hot);
        FaultPlan plan = FaultyCells.Plan(usual);
        FaultCounts counts = FaultyCells.Count(plan, pattern: ulong.MaxValue);
        double expected = counts.Bits(TensorKind.Weights) * plan.RetentionProbability;
        long hit = counts.Of(TensorKind.Weights, FaultMechanism.Retention);
        Assert.InRange(hit, expected - (4 * Math.Sqrt(expected)), expected + (4 * Math.Sqrt(expected)));

        // Half of the cells discharge to 1, which all of these hold.
        Assert.InRange((double)counts.Wrong(TensorKind.Weights) / hit, 0.4, 0.6);
        double slower = FaultPlan.RetentionProbabilityOf(FaultyCells.Model([.. hot, "timing.REFI=7800"]));
        double cooler = FaultPlan.RetentionProbabilityOf(FaultyCells.Model([.. hot[..2], "faults.retention.celsius=85", "timing.REFI=7800"]));
        Assert.True(slower > 2 * plan.RetentionProbability);
        Assert.Equal(plan.RetentionProbability, cooler, 1e-12);
        UserErrorException none = Assert.Throws<UserErrorException>(() => FaultyCells.Plan(FaultyCells.Model([.. hot, "refresh.policy=none"])));
        Assert.Equal("PIM1202", none.Diagnostics[0].Code);
    }

    [Fact]
    public void Neighbours_disturb_above_the_threshold()
    {
        DeviceModel model = FaultyCells.Model("faults.disturb.flipsPerActivation=1e-6", "faults.disturb.threshold=1000");
        FaultCounts quiet = FaultyCells.Count(FaultyCells.Plan(model, activations: new Dictionary<int, double> { [12] = 1000 }));
        FaultCounts loud = FaultyCells.Count(FaultyCells.Plan(model, activations: new Dictionary<int, double> { [12] = 3000 }));
        Assert.Equal(0, quiet.Of(TensorKind.Weights, FaultMechanism.Disturb));

        // Rows 11 and 13 stand beside row 12.
        double expected = loud.Bits(TensorKind.Weights) / 2.0 * 2000e-6;
        Assert.InRange(loud.Of(TensorKind.Weights, FaultMechanism.Disturb), expected - (4 * Math.Sqrt(expected)), expected + (4 * Math.Sqrt(expected)));
        Assert.Equal(0, loud.Of(TensorKind.Thresholds, FaultMechanism.Disturb));
    }

    private static ulong[] Read(CellArrays cells, CellFaults faults, RowAddress row, int column)
    {
        ulong[] words = new ulong[cells.AccessWords];
        cells.Stored(row, column, words);
        faults.Apply(row, column, byUnit: true, [], words);
        return words;
    }

    private static bool Bit(ulong[] words, int bit) => ((words[bit / 64] >> (bit % 64)) & 1) != 0;
}
