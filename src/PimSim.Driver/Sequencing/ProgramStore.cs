using System.Runtime.InteropServices;
using PimSim.Core;
using PimSim.Device;

namespace PimSim.Driver;

/// <summary>
/// Rows of pages behind those of the layers, the same in every bank. Pages with equal contents are stored once. The variants of a
/// page stand side by side, or in a row each where a row cannot hold them.
/// </summary>
internal sealed class ProgramStore
{
    private readonly UnitGeometry g;
    private readonly int firstRow;
    private readonly Dictionary<string, PagePlace> places = new(StringComparer.Ordinal);
    private readonly Dictionary<ColumnPlace, uint[]> columns = [];
    private int nextRow;
    private int nextColumn;

    public ProgramStore(Placement placement)
        : this(placement.Geometry, placement.Model.FirstRow + placement.Rows)
    {
    }

    /// <summary>An empty store from <paramref name="firstRow"/> on.</summary>
    public ProgramStore(UnitGeometry geometry, int firstRow)
    {
        g = geometry;
        this.firstRow = firstRow;
        nextRow = firstRow;
    }

    /// <summary>Entries of a page: no more than the store has, nor than one bank's row holds.</summary>
    public int Capacity => Math.Min(g.Unit.InstructionEntries, g.ColumnsPerBank * EntriesPerColumn);

    /// <summary>Pages, variants of a page counted once.</summary>
    public int Pages => places.Count;

    /// <summary>Bytes of one unit's pages.</summary>
    public long UnitBytes => columns.Values.Sum(c => (long)c.Length) * (InstructionFormat.EntryBits / 8);

    /// <summary>Rows that pages take.</summary>
    public int Rows => nextRow - firstRow + (nextColumn > 0 ? 1 : 0);

    /// <summary>Entries that one load brings.</summary>
    public int EntriesPerColumn => g.LaneBits / InstructionFormat.EntryBits;

    private int RowsLeft => g.Model.Organization.Rows - nextRow;

    /// <summary>Places a page, or finds it.</summary>
    /// <exception cref="UserErrorException">PIM0491, PIM0493: it cannot be written. PIM0494: rows are missing.</exception>
    public PagePlace Add(ProgramPage page)
    {
        (int[] loops, IReadOnlyList<uint[]> variants) = PageEncoder.Encode(page, g.Model.Standard, Math.Max(1, RowsLeft) * g.ColumnsPerRow);
        string key = Key(page, loops, variants);
        if (!places.TryGetValue(key, out PagePlace? place))
        {
            places[key] = place = Place(page, loops, variants);
        }

        return place;
    }

    /// <summary>Entries of every column, by place.</summary>
    public IReadOnlyDictionary<ColumnPlace, uint[]> Entries => columns;

    /// <summary>Everything stored, for all units alike.</summary>
    public ColumnStore Columns()
    {
        var store = new ColumnStore(g);
        foreach ((ColumnPlace place, uint[] entries) in columns)
        {
            for (int unit = 0; unit < g.Units; unit++)
            {
                Fill(store.Unit(place, unit), entries);
            }
        }

        return store;
    }

    /// <summary>Puts the entries of a column into words that are 0.</summary>
    public static void Fill(Span<ulong> words, uint[] entries)
    {
        for (int e = 0; e < entries.Length; e++)
        {
            words[e / 2] |= (ulong)entries[e] << (e % 2 * InstructionFormat.EntryBits);
        }
    }

    /// <summary>True when all units would find in the cells what was stored.</summary>
    public bool IsIn(CellArrays cells)
    {
        ColumnStore stored = Columns();
        ulong[] words = new ulong[cells.AccessWords];
        foreach (((int row, int bank, int column), ulong[] expected) in stored.Places.Zip(stored.Words))
        {
            cells.ReadByUnit(new RowAddress(bank, row), column, words);
            if (!words.AsSpan().SequenceEqual(expected))
            {
                return false;
            }
        }

        return true;
    }

    private static string Key(ProgramPage page, int[] loops, IReadOnlyList<uint[]> variants)
    {
        int[] shape = [.. loops.SelectMany(d => (int[])[d, page.Around[d]])];
        byte[] bytes = [.. MemoryMarshal.AsBytes<int>(shape), .. variants.SelectMany(v => MemoryMarshal.AsBytes<uint>(v).ToArray())];
        return ContentHash.Hex(bytes);
    }

    private PagePlace Place(ProgramPage page, int[] loops, IReadOnlyList<uint[]> variants)
    {
        int each = UnitGeometry.Ceiling(variants.Max(v => v.Length), EntriesPerColumn);
        int block = each;
        int rows = 1;
        var steps = new List<OperandStride>();
        foreach (int depth in loops.Reverse())
        {
            int count = page.Around[depth];
            bool aside = rows == 1 && (long)block * count <= g.ColumnsPerBank;
            steps.Add(new OperandStride((byte)depth, aside ? OperandField.Column : OperandField.Row, aside ? block : rows));
            (block, rows) = aside ? (block * count, rows) : (block, checked(rows * count));
        }

        ColumnPlace first = Take(block, rows);
        for (int v = 0; v < variants.Count; v++)
        {
            // The innermost loops stand side by side, so they count fastest in both orders.
            int perRow = block / each;
            ColumnPlace at = first with { Row = first.Row + (v / perRow), Column = first.Column + (v % perRow * each) };
            Write(at, variants[v]);
        }

        return new PagePlace(first, each, [.. steps]);
    }

    private void Write(ColumnPlace at, uint[] entries)
    {
        foreach ((int c, uint[] part) in entries.Chunk(EntriesPerColumn).Index())
        {
            columns[at with { Column = at.Column + c }] = part;
        }
    }

    /// <summary>Columns that lie in one bank's row, or the same columns of several rows.</summary>
    private ColumnPlace Take(int block, int rows)
    {
        if (rows > 1)
        {
            nextRow += nextColumn > 0 ? 1 : 0;
            nextColumn = 0;
        }

        if ((nextColumn % g.ColumnsPerBank) + block > g.ColumnsPerBank)
        {
            nextColumn = UnitGeometry.Ceiling(nextColumn, g.ColumnsPerBank) * g.ColumnsPerBank;
        }

        if (nextColumn == g.ColumnsPerRow)
        {
            nextRow++;
            nextColumn = 0;
        }

        ColumnPlace place = g.Place(nextRow, nextColumn);
        (nextRow, nextColumn) = rows > 1 ? (nextRow + rows, 0) : (nextRow, nextColumn + block);
        if (nextRow + (nextColumn > 0 ? 1 : 0) > g.Model.Organization.Rows)
        {
            throw new UserErrorException(
                "PIM0494",
                $"the programs of the units of '{g.Model.Name}' do not fit into its rows: they need more than {g.Model.Organization.Rows - firstRow} behind the network's",
                null,
                "take a device with more rows, set unit.instructionEntries to a larger number, or unit.sequencer to host");
        }

        return place;
    }
}
