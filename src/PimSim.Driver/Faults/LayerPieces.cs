using PimSim.Device;

namespace PimSim.Driver;

/// <summary>
/// A layer's program cut where a domain can begin anew: the start of a tile, and what belongs to one read-out. In this order they have the
/// column accesses of the whole layer, so that each knows the numbers of its own.
/// </summary>
internal sealed class LayerPieces
{
    private readonly Placement placement;
    private readonly PimCommands commands;
    private readonly LayerLayout layout;
    private readonly Dictionary<(int Tile, int Signature, int Full, int Last), Piece> readOuts = [];
    private readonly Piece[] starts;

    public LayerPieces(Placement placement, PimCommands commands, LayerLayout layout)
    {
        this.placement = placement;
        this.commands = commands;
        this.layout = layout;
        starts = [.. layout.Tiles.Select(t => Lower(lowering => lowering.LowerStart(t)))];
    }

    /// <summary>What loads the registers and tables that a tile keeps.</summary>
    public Piece Start(int tile) => starts[tile];

    /// <summary>What makes one read-out.</summary>
    public Piece ReadOut(int tile, int signature, ReadOutGroup group)
    {
        var key = (tile, signature, group.FullBatches, group.LastWindows);
        if (!readOuts.TryGetValue(key, out Piece? piece))
        {
            readOuts[key] = piece = Lower(lowering => lowering.LowerReadOut(layout.Tiles[tile], signature, group.FullBatches, group.LastWindows));
        }

        return piece;
    }

    private Piece Lower(Action<LayerLowering> lower)
    {
        var x = new LoweringContext(placement.Geometry, commands, placement.Layers.Count);
        LayerLowering lowering = layout switch
        {
            RealLayout r => new RealLowering(x, r),
            ElementwiseLayout e => new ElementwiseLayerLowering(x, e),
            _ => new BinaryLowering(x, (BinaryLayout)layout),
        };
        lower(lowering);
        PimProgram program = x.Builder.Build();
        return new Piece(program, Accesses(program));
    }

    private long Accesses(PimProgram program) => program.CommandsWithTimes()
        .Where(c => UnitAccess.Of(placement.Model.Standard.Commands[c.Command.Command].Operation) == UnitAccessKind.RowRead)
        .Sum(c => c.Times);

    /// <summary>Part of a program.</summary>
    /// <param name="Program">Its commands; all rows are closed before and after.</param>
    /// <param name="Accesses">Column accesses by units.</param>
    internal sealed record Piece(PimProgram Program, long Accesses);
}
