using PimSim.Models;

namespace PimSim.Device.Tests;

/// <summary>Flips of writes of cells that are written again and again.</summary>
public sealed class WriteFlipsTests
{
    private static readonly DeviceModel Model = FaultyCells.Model("faults.flipsPerWrite=1e-3");
    private readonly ulong[] words = new ulong[Model.Organization.AccessBits / 64];

    [Fact]
    public void A_write_is_named_by_step_and_number_and_nothing_else()
    {
        FaultPlan plan = FaultyCells.Plan(Model, rewriteSeconds: 1e-3);
        long[] forward = Flips(new CellFaults(plan, 1), [.. Writes()]);
        long[] backward = Flips(new CellFaults(plan, 1), [.. Writes().Reverse()]);
        Assert.Equal(forward, backward.Reverse());
        Assert.NotEqual(forward, Flips(new CellFaults(plan, 2), [.. Writes()]));
        Assert.NotEqual(forward, Flips(new CellFaults(FaultyCells.Plan(Model, seed: 2, rewriteSeconds: 1e-3), 1), [.. Writes()]));

        // 3 steps x 2 writes x 4 banks x 32 columns x 256 bits: 0.001 of them, within five deviations.
        double expected = forward.Length * Model.Organization.AccessBits * 1e-3;
        Assert.InRange(forward.Sum(), expected - (5 * Math.Sqrt(expected)), expected + (5 * Math.Sqrt(expected)));
    }

    [Fact]
    public void Cells_count_their_writes_and_the_next_one_replaces_what_was_flipped()
    {
        FaultPlan plan = FaultyCells.Plan(Model, rewriteSeconds: 1e-3);
        CellArrays cells = FaultyCells.Cells(plan, 1, 0);
        cells.Faults = new CellFaults(plan, 1);
        var alone = new CellFaults(plan, 1);
        var row = new RowAddress(3, 11);
        ulong[] read = new ulong[words.Length];
        for (int step = 0; step < 2; step++)
        {
            cells.Faults.Writes!.BeginStep(step);
            alone.Writes!.BeginStep(step);
            for (int ordinal = 0; ordinal < 3; ordinal++)
            {
                for (int column = 0; column < Model.Organization.ColumnAccesses; column++)
                {
                    cells.Write(row, column, new ulong[words.Length]);
                    cells.ReadByUnit(row, column, read);
                    Array.Clear(words);
                    alone.ApplyWrite(row, column, ordinal, words);
                    Assert.Equal(words, read);
                }
            }
        }
    }

    /// <summary>A single inverted bit of a code word, check bits among them, is corrected like any other.</summary>
    [Fact]
    public void Correction_sees_what_was_flipped()
    {
        DeviceModel model = FaultyCells.Model("faults.flipsPerWrite=5e-5", "ecc.dataBits=64");
        var faults = new CellFaults(FaultyCells.Plan(model, rewriteSeconds: 1e-3), 0);
        faults.Writes!.BeginStep(0);
        int hit = 0;
        foreach ((_, RowAddress row, int column, int ordinal) in Writes())
        {
            Array.Clear(words);
            faults.ApplyWrite(row, column, ordinal, words);
            int[] flipped = faults.Writes.Of(row, column).ToArray();
            for (int w = 0; w < words.Length; w++)
            {
                int wrong = flipped.Count(b => (b < model.Organization.AccessBits ? b / 64 : (b - model.Organization.AccessBits) / 8) == w);
                hit += wrong == 1 ? 1 : 0;
                Assert.True(wrong > 1 || words[w] == 0);
            }
        }

        Assert.True(hit > 2);
    }

    [Fact]
    public void Bits_that_hold_nothing_have_no_faults()
    {
        DeviceModel model = FaultyCells.Model("faults.stuckAtOne=0.2", "faults.flipsPerWrite=0.2", "faults.deadRows=0.3", "faults.deadColumns=0.1");
        FaultPlan plan = FaultyCells.Plan(model, rewriteSeconds: 1e-3);
        ulong[] held = [ulong.MaxValue, 0xFFFF_FFFF, 0, 1];
        for (int column = 0; column < model.Organization.ColumnAccesses; column++)
        {
            plan.Kinds.SetHeld(new RowAddress(0, 10), column, held);
        }

        var faults = new CellFaults(plan, 0);
        ulong wrong = 0;
        for (int column = 0; column < model.Organization.ColumnAccesses; column++)
        {
            Array.Clear(words);
            faults.ApplyWrite(new RowAddress(0, 10), column, 0, words);
            wrong |= words[0];
            Assert.All(words.Zip(held), w => Assert.Equal(0UL, w.First & ~w.Second));
        }

        Assert.NotEqual(0UL, wrong);
    }

    /// <summary>Charge need not hold longer than until the next write; without refresh it must hold as long as that.</summary>
    [Fact]
    public void Charge_must_hold_until_refresh_or_the_next_write()
    {
        string[] set = ["faults.retention.distribution=log-normal", "faults.retention.medianSeconds=1"];
        DeviceModel model = FaultyCells.Model(set);
        double window = FaultPlan.WindowSeconds(model, model.Faults.Retention!);
        Assert.Equal(FaultPlan.RetentionProbabilityOf(model), FaultPlan.RetentionProbabilityOf(model, 2 * window));
        Assert.True(FaultPlan.RetentionProbabilityOf(model, window / 2) < FaultPlan.RetentionProbabilityOf(model));
        DeviceModel never = FaultyCells.Model([.. set, "refresh.policy=none"]);
        Assert.Equal(FaultPlan.RetentionProbabilityOf(model, window / 2), FaultPlan.RetentionProbabilityOf(never, window / 2));
    }

    private static IEnumerable<(int Step, RowAddress Row, int Column, int Ordinal)> Writes() =>
        from step in Enumerable.Range(0, 3)
        from ordinal in Enumerable.Range(0, 2)
        from bank in Enumerable.Range(0, 4)
        from column in Enumerable.Range(0, Model.Organization.ColumnAccesses)
        select (step, new RowAddress(bank, 12), column, ordinal);

    private long[] Flips(CellFaults faults, (int Step, RowAddress Row, int Column, int Ordinal)[] writes)
    {
        long[] flips = new long[writes.Length];
        for (int i = 0; i < writes.Length; i++)
        {
            faults.Writes!.BeginStep(writes[i].Step);
            Array.Clear(words);
            faults.ApplyWrite(writes[i].Row, writes[i].Column, writes[i].Ordinal, words);
            flips[i] = words.Sum(w => (long)System.Numerics.BitOperations.PopCount(w));
        }

        return flips;
    }
}
