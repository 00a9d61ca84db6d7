using PimSim.Core;

namespace PimSim.Driver;

/// <summary>
/// Layout of an elementwise operation. A burst of the bus holds an element for every lane of the chips' units at one bank position, so
/// a tile is as many channels as there are such lanes. Its scales, shifts and limits stand in columns of one row, in that position's banks.
/// </summary>
internal sealed class ElementwiseLayout : LayerLayout
{
    private const int None = -1;

    private int[] affineColumns = [];

    public required ElementwiseOperation Elementwise { get; init; }

    /// <summary>Columns that a tile takes.</summary>
    public required int ColumnsPerTile { get; init; }

    /// <summary>Column of the limits, the directions follow; or -1.</summary>
    public required int LimitColumn { get; init; }

    /// <summary>Column of the reciprocal of the window's size, or -1.</summary>
    public required int ReciprocalColumn { get; init; }

    /// <summary>Positions of a window.</summary>
    public int Taps => Shape.KernelHeight * Shape.KernelWidth;

    public static ElementwiseLayout Create(UnitGeometry g, RowAllocator rows, int index, ElementwiseOperation operation)
    {
        int columns = 0;
        int Take(bool wanted, int count)
        {
            columns += wanted ? count : 0;
            return wanted ? columns - count : None;
        }

        int[] affine = [.. operation.Terms.Select(t => Take(t.Affine is not null, 2))];
        int limit = Take(operation.Limits is not null, 2);
        int reciprocal = Take(operation.Reduction == WindowReduction.Average, 1);
        LayerShape shape = operation.Shape;
        bool combines = operation.Terms.Count > 1 || shape.KernelHeight * shape.KernelWidth > 1;

        // The second operand of an addition or a maximum stands in registers of its own; output bits of a batch must fit the buffer.
        int n = new[] { g.Unit.InputRegisters, combines ? g.Unit.VectorRegisters / 2 : g.Unit.VectorRegisters, g.LaneBits / g.Lanes }.Min();
        if (n < 1 || columns > g.ColumnsPerRow)
        {
            throw new UserErrorException(
                "PIM0454",
                $"operation '{operation.Name}' needs {(combines ? 2 : 1)} vector registers and {columns} column accesses of a row; the unit has {g.Unit.VectorRegisters} and {g.ColumnsPerRow}",
                null,
                "give the unit more vector registers, or the device longer rows");
        }

        int perTile = g.Chips * g.Lanes;
        int perRow = columns == 0 ? int.MaxValue : g.ColumnsPerRow / columns;
        int count = UnitGeometry.Ceiling(shape.OutChannels, perTile);
        int taken = columns == 0 ? 0 : UnitGeometry.Ceiling(count, perRow);
        int firstRow = rows.Take(taken);
        return new ElementwiseLayout
        {
            Index = index,
            Operation = operation,
            Elementwise = operation,
            Tiles =
            [
                .. Enumerable.Range(0, count).Select(i => new Tile(
                    0, i * perTile, Math.Min(perTile, shape.OutChannels - (i * perTile)), g.Lanes, firstRow + (i / perRow), columns == 0 ? 0 : 1)),
            ],
            MaxPositions = n,
            WindowsPerBatch = n,
            BatchesPerReadOut = operation.Signs is null ? 1 : g.LaneBits / (n * g.Lanes),
            Rows = taken,
            Windows = WindowOrder.Create(shape, null),
            affineColumns = affine,
            ColumnsPerTile = columns,
            LimitColumn = limit,
            ReciprocalColumn = reciprocal,
        };
    }

    /// <summary>Column of a term's shift, the scale follows; or -1.</summary>
    public int AffineColumn(int term) => affineColumns[term];

    /// <summary>Where column <paramref name="column"/> of a tile lies.</summary>
    public ColumnPlace Place(UnitGeometry g, Tile tile, int column)
    {
        int index = tile.FirstChannel / (g.Chips * g.Lanes);
        return g.Place(tile.FirstRow, (index % (g.ColumnsPerRow / ColumnsPerTile) * ColumnsPerTile) + column);
    }
}
