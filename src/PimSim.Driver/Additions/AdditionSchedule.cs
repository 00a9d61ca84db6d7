using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// One pass in a domain. The host writes operands; units add some sums at a time, each in a vector register of its own, column by column,
/// signs coming from input registers; what has a parent is doubled and takes the parent's sum; sums are written to the cells and read.
/// Columns that none of these sums needs are not read.
/// </summary>
/// <param name="layout">Places.</param>
/// <param name="w">Takes it down.</param>
/// <param name="data">The host's side, or null for a program.</param>
internal sealed class AdditionSchedule(AdditionLayout layout, StepWriter w, AdditionData? data)
{
    private const int Closed = -1;

    private readonly IReadOnlyList<AdditionSum> sums = layout.Plan.Sums;
    private int openRow = Closed;

    private UnitGeometry G => layout.Geometry;

    public void Run()
    {
        w.SetLayer((int)AdditionPhase.Load);
        InBanks(layout.Operands, (unit, at, p) => w.Write(unit, at, (u, words) => data!.Fill(u, p.Value, words)));

        w.SetLayer((int)AdditionPhase.Add);
        w.SetMode(allBank: true);
        for (int first = 0; first < sums.Count; first += layout.SideBySide)
        {
            Group(first, Math.Min(layout.SideBySide, sums.Count - first));
        }

        Close();
        w.SetMode(allBank: false);

        w.SetLayer((int)AdditionPhase.Read);
        InBanks(layout.Sums, (unit, at, s) => w.Read(unit, at, (u, words) => data!.Take(u, s.Value, words)));
    }

    private void Group(int first, int count)
    {
        var signs = new AdditionSigns(G, [.. sums.Skip(first).Take(count)]);
        w.Clear(PimBuffer.Vector, 0, count);
        Terms(signs);
        foreach ((int start, int length) in signs.Children)
        {
            w.Vector(VectorOperation.Add, start, length, start);
        }

        Parents(signs, first);
        foreach (LineRun run in layout.Sums.Runs(first, count))
        {
            Open(layout.Sums.Row(0, run.Row).Value);
            w.Loop(run.Count, i => w.WriteBack(PimBuffer.Vector, i + (run.First - first), layout.Sums.Column(run, i)));
        }
    }

    private void Terms(AdditionSigns signs)
    {
        int[] operands = signs.Operands;
        for (int k = 0; k < operands.Length;)
        {
            Load(signs, k);
            ColumnPlace at = layout.Operands.Place(0, operands[k]);
            int run = 1;
            while (k + run < operands.Length && (k + run) % signs.PerRegister != 0 && layout.Operands.Place(0, operands[k + run]) == at with { Column = at.Column + run })
            {
                run++;
            }

            Open(at.Row);
            int bit = signs.Bit(k);
            w.Loop(run, i => w.Row(signs.Operation, new StepColumn(at.Parity, i + at.Column), 0, signs.Count, 0, (i * signs.Width) + bit));
            k += run;
        }
    }

    /// <summary>Parents that are in the cells, by place, then those in registers, in order: these may be parents of each other.</summary>
    private void Parents(AdditionSigns signs, int first)
    {
        int[] children = [.. Enumerable.Range(0, signs.Count).Where(i => !signs[i].IsRoot)];
        int[] stored = [.. children.Where(i => signs[i].Parent < first).OrderBy(i => signs[i].Parent)];
        if (stored.Length > 0)
        {
            Load(signs, signs.ParentIndex);
        }

        foreach (int i in stored)
        {
            ColumnPlace at = layout.Sums.Place(0, signs[i].Parent);
            Open(at.Row);
            w.Row(signs.Operation, new StepColumn(at.Parity, at.Column), i, 1, i, signs.Bit(signs.ParentIndex));
        }

        foreach (int i in children.Except(stored))
        {
            w.Vector(signs[i].ParentSign > 0 ? VectorOperation.AddSource : VectorOperation.SubtractSource, i, 1, signs[i].Parent - first);
        }
    }

    /// <summary>Loads the input registers where signs number <paramref name="k"/> are the first of a register.</summary>
    private void Load(AdditionSigns signs, int k)
    {
        if (k % signs.PerRegister == 0)
        {
            w.Loop(signs.Count, r => w.Load(r, words => signs.Fill(r.Value, k, words)));
        }
    }

    /// <summary>Goes over the columns of a region in all banks, in single-bank mode; banks in turn, those of other groups first: bursts follow each other closely.</summary>
    private void InBanks(LineRegion region, Action<StepIndex, StepColumn, StepIndex> visit)
    {
        Organization o = G.Model.Organization;
        int bankUnits = G.BankUnits(G.Units);
        int inGroup = o.BanksPerGroup % G.Unit.BanksPerUnit == 0 ? o.BanksPerGroup / G.Unit.BanksPerUnit : 1;
        foreach (IGrouping<int, LineRun> row in region.Runs(0, region.Records).GroupBy(r => r.Row))
        {
            w.InBanks(region.Row(0, row.Key), [.. row], bankUnits, run => w.Loop(run.Count, i =>
                w.Loop(inGroup, a => w.Loop(bankUnits / inGroup, b => visit(a + (b * inGroup), region.Column(run, i), i + run.First)))));
        }
    }

    private void Open(int row)
    {
        if (openRow != row)
        {
            Close();
            w.Open(row);
            openRow = row;
        }
    }

    private void Close()
    {
        if (openRow != Closed)
        {
            w.Close();
            openRow = Closed;
        }
    }
}
