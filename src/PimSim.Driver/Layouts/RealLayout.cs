using PimSim.Core;

namespace PimSim.Driver;

/// <summary>
/// Layout of a real operation: a column access holds the weights of one patch element for as many output channels as a
/// unit has lanes; after them come bias, limit and direction. Sums run over rising patch elements, one chain a lane.
/// </summary>
internal sealed class RealLayout : LayerLayout
{
    public required RealOperation Real { get; init; }

    /// <summary>
    /// True when inputs go to the device as sign bits: they are bits, no true 0 stands in the border, and there is a
    /// register for every position of a pool window.
    /// </summary>
    public required bool SendsSigns { get; init; }

    public bool OnHost => Real.OnHost;

    /// <summary>Column of the bias, after the weights.</summary>
    public int BiasColumn => Shape.PatchElements;

    /// <summary>Column of the limits.</summary>
    public int LimitColumn => Shape.PatchElements + 1;

    /// <summary>Column of the directions (+1 or -1).</summary>
    public int DirectionColumn => Shape.PatchElements + 2;

    public static RealLayout Create(UnitGeometry g, RowAllocator rows, int index, RealOperation operation)
    {
        LayerShape shape = operation.Shape;
        if (shape.Groups != 1)
        {
            throw new UserErrorException("PIM0706", $"layer '{operation.Name}' is a real convolution with groups, which is not supported yet", null, "use one group, or binarize the layer");
        }

        int window = shape.WindowPositions;
        bool sends = operation.InputIsBits && (shape.Padding == 0 || operation.PadValue != 0) && window <= g.Unit.InputRegisters;
        int inputs = sends ? g.Unit.InputRegisters : g.Unit.InputRegisters * g.Lanes;
        int room = Math.Min(Math.Min(g.Unit.VectorRegisters, inputs), Math.Max(window, g.Unit.InputRegisters));
        if (window > room)
        {
            throw new UserErrorException(
                "PIM0707",
                $"layer '{operation.Name}' pools windows of {window} sums; the unit has {g.Unit.VectorRegisters} vector registers and takes {inputs} inputs at once",
                null,
                "give the unit more registers, or pool smaller windows");
        }

        // The bits of a batch must fit the output buffer, however many registers there are.
        int wpb = Math.Min(room / window, g.LaneBits / g.Lanes);
        int perTile = g.Units * g.Lanes;
        int tileRows = g.RowsFor(shape.PatchElements + 3);
        int firstRow = rows.Used;
        var tiles = new List<Tile>();
        for (int c = 0; c < shape.OutChannels; c += perTile)
        {
            int first = operation.OnHost ? 0 : rows.Take(tileRows);
            tiles.Add(new Tile(0, c, Math.Min(perTile, shape.OutChannels - c), g.Lanes, first, tileRows));
        }

        return new RealLayout
        {
            Index = index,
            Operation = operation,
            Real = operation,
            SendsSigns = sends,
            Tiles = tiles,
            MaxPositions = wpb * window,
            WindowsPerBatch = wpb,
            BatchesPerReadOut = operation.OutputIsBits ? g.LaneBits / (wpb * g.Lanes) : 1,
            Rows = rows.Used - firstRow,
            Windows = WindowOrder.Create(shape, null),
        };
    }

    /// <summary>Patch elements that the input registers take at once for <paramref name="positions"/> positions.</summary>
    public int BlockElements(UnitGeometry g, int positions) => g.Unit.InputRegisters * g.Lanes / positions;

    /// <summary>
    /// The patch elements cut where bank, row or sign register change; within a segment columns and elements step
    /// together.
    /// </summary>
    public IEnumerable<RealSegment> Segments(UnitGeometry g, Tile tile)
    {
        for (int k = 0; k < Shape.PatchElements;)
        {
            ColumnPlace place = g.Place(tile.FirstRow, k);
            int length = Math.Min(Shape.PatchElements - k, g.ColumnsPerBank - place.Column);
            if (SendsSigns)
            {
                length = Math.Min(length, g.LaneBits - (k % g.LaneBits));
            }

            yield return new RealSegment(k, length, place);
            k += length;
        }
    }
}
