using PimSim.Core;

namespace PimSim.Driver;

/// <summary>
/// Rows that hold lines of records, a record being some columns side by side. A line begins in a row of its own, so that the place
/// of a record follows from its line by a stride.
/// </summary>
internal sealed class LineRegion
{
    private LineRegion(int firstRow, int lines, int records, int width, int perBank, int banks)
    {
        FirstRow = firstRow;
        Lines = lines;
        Records = records;
        Width = width;
        PerBank = perBank;
        Banks = banks;
        RowsPerLine = UnitGeometry.Ceiling(records, perBank * banks);
    }

    public int FirstRow { get; }

    public int Lines { get; }

    public int Records { get; }

    /// <summary>Columns of a record.</summary>
    public int Width { get; }

    /// <summary>Records side by side in one bank.</summary>
    public int PerBank { get; }

    public int RowsPerLine { get; }

    /// <summary>Records of a row, all banks of a unit.</summary>
    public int PerRow => PerBank * Banks;

    public int Banks { get; }

    /// <summary>Takes rows for a region.</summary>
    /// <param name="g">Sizes.</param>
    /// <param name="rows">Where rows come from.</param>
    /// <param name="what">Named where it does not fit.</param>
    /// <param name="lines">Lines.</param>
    /// <param name="records">Records of a line.</param>
    /// <param name="width">Columns of a record.</param>
    /// <param name="multiple">The records in a bank are a multiple of this.</param>
    /// <exception cref="UserErrorException">PIM0471: a record is wider than a row of a bank.</exception>
    public static LineRegion Take(UnitGeometry g, RowAllocator rows, string what, int lines, int records, int width, int multiple = 1)
    {
        int perBank = g.ColumnsPerBank / width / multiple * multiple;
        if (perBank < 1)
        {
            throw new UserErrorException(
                "PIM0471",
                $"{what} takes {width * multiple} column accesses side by side; a row of a bank has {g.ColumnsPerBank}",
                null,
                "take a device with longer rows or more units, or train a narrower network");
        }

        int perLine = UnitGeometry.Ceiling(records, perBank * g.Unit.BanksPerUnit);
        return new LineRegion(rows.Take(lines * perLine), lines, records, width, perBank, g.Unit.BanksPerUnit);
    }

    /// <summary>Row number <paramref name="inLine"/> of a line.</summary>
    public StepIndex Row(StepIndex line, StepIndex inLine) => (line * RowsPerLine) + inLine + FirstRow;

    /// <summary>The runs of records <paramref name="first"/> .. <paramref name="first"/> + <paramref name="count"/> - 1 of a line.</summary>
    public IEnumerable<LineRun> Runs(int first, int count)
    {
        for (int record = first; record < first + count;)
        {
            int bank = record / PerBank;
            int end = Math.Min(first + count, (bank + 1) * PerBank);
            yield return new LineRun(bank / Banks, bank % Banks, record, end - record);
            record = end;
        }
    }

    /// <summary>First column of a record of a run, <paramref name="index"/> records after its first.</summary>
    public StepColumn Column(LineRun run, StepIndex index) => new(run.Parity, (index * Width) + (run.First % PerBank * Width));

    /// <summary>The place of one record.</summary>
    public ColumnPlace Place(int line, int record)
    {
        int bank = record / PerBank;
        return new ColumnPlace(FirstRow + (line * RowsPerLine) + (bank / Banks), bank % Banks, record % PerBank * Width);
    }
}
