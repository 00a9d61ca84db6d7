using PimSim.Device;

namespace PimSim.Driver;

/// <summary>
/// What lowerings of layers share: tile by tile, the runs of a domain in full batches inside loops and a rest, with a
/// read-out whenever the output buffer is full. <see cref="ReadOutGroup"/> is the same schedule on the host's side.
/// </summary>
internal abstract class LayerLowering
{
    private readonly LayerLayout layout;

    protected LayerLowering(LoweringContext context, LayerLayout layout)
    {
        X = context;
        this.layout = layout;
    }

    /// <summary>The program under construction.</summary>
    protected LoweringContext X { get; }

    /// <summary>Sizes of the device.</summary>
    protected UnitGeometry G => X.Geometry;

    /// <summary>Appends the commands of the layer for one domain.</summary>
    public void Lower(ShardItems items)
    {
        foreach (Tile tile in items.Runs.Length == 0 ? [] : layout.Tiles)
        {
            BeginTile(tile);
            if (tile.Rows == 1)
            {
                X.OpenRow(tile.FirstRow);
            }

            foreach (ItemRun run in items.Runs)
            {
                LowerRun(tile, run);
            }

            X.CloseRow();
        }
    }

    /// <summary>What a tile needs before its first batch.</summary>
    public void LowerStart(Tile tile) => BeginTile(tile);

    /// <summary>One read-out and all that leads to it, beginning and ending with closed rows.</summary>
    public void LowerReadOut(Tile tile, int signature, int fullBatches, int lastWindows)
    {
        if (tile.Rows == 1)
        {
            X.OpenRow(tile.FirstRow);
        }

        LowerBatches(tile, signature, fullBatches, lastWindows);
        X.CloseRow();
    }

    /// <summary>What a tile needs before its first batch; all rows are closed before and after.</summary>
    protected virtual void BeginTile(Tile tile)
    {
    }

    /// <summary>One batch. Its output bits start at place <paramref name="slot"/>; in a loop they step with its counter.</summary>
    protected abstract void LowerBatch(Tile tile, int signature, int windows, int slot, bool inLoop);

    /// <summary>Results of batches with up to <paramref name="windows"/> windows to the bus.</summary>
    protected abstract void ReadOut(Tile tile, int windows);

    /// <summary>The stride that steps output bits by <paramref name="slotBits"/> a batch, in a loop.</summary>
    protected OperandStride[] SlotStep(bool inLoop, int slotBits) =>
        inLoop ? [new OperandStride(X.Depth, OperandField.Bit, slotBits)] : [];

    private void LowerRun(Tile tile, ItemRun run)
    {
        int wpb = layout.WindowsPerBatch;
        int full = run.Count / wpb;
        int last = run.Count % wpb;
        int perReadOut = layout.BatchesPerReadOut;
        X.Builder.Loop(full / perReadOut, () => LowerBatches(tile, run.Signature, perReadOut, 0));
        int rest = full % perReadOut;
        if (rest + last > 0)
        {
            LowerBatches(tile, run.Signature, rest, last);
        }
    }

    /// <summary>So many full batches and a partial one, then their read-out.</summary>
    private void LowerBatches(Tile tile, int signature, int full, int last)
    {
        X.Builder.Loop(full, () => LowerBatch(tile, signature, layout.WindowsPerBatch, 0, inLoop: true));
        if (last > 0)
        {
            LowerBatch(tile, signature, last, full, inLoop: false);
        }

        ReadOut(tile, full > 0 ? layout.WindowsPerBatch : last);
    }
}
