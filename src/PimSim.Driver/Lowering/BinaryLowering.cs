using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// Lowers a binary operation for one domain: for each tile its thresholds, then for each batch of positions registers,
/// XNOR over the tile's channels chunk by chunk, thresholds, pool; and a read-out when the output buffer is full.
/// <see cref="BinaryHost"/> is the host's side of the same schedule.
/// </summary>
internal sealed class BinaryLowering
{
    private readonly LoweringContext x;
    private readonly UnitGeometry g;
    private readonly BinaryLayout layout;

    public BinaryLowering(LoweringContext context, BinaryLayout layout)
    {
        x = context;
        g = context.Geometry;
        this.layout = layout;
    }

    public void Lower(ShardItems items)
    {
        foreach (Tile tile in items.Runs.Length == 0 ? [] : layout.Tiles)
        {
            LoadThresholds(tile);
            if (tile.Rows == 1)
            {
                x.OpenRow(tile.FirstRow);
            }

            foreach (ItemRun run in items.Runs)
            {
                LowerRun(tile, run);
            }

            x.CloseRow();
        }
    }

    private void LoadThresholds(Tile tile)
    {
        if (tile.ThresholdRow < 0)
        {
            return;
        }

        int entries = layout.ClassCount * tile.PerUnit;
        int perColumn = g.LaneBits / ThresholdEntry.Bits;
        x.OpenRow(tile.ThresholdRow);
        x.Builder.Loop(UnitGeometry.Ceiling(entries, perColumn), () => x.Builder.Command(
            x.Commands.LoadThreshold,
            default,
            new OperandStride(x.Depth, OperandField.Column, 1),
            new OperandStride(x.Depth, OperandField.Entry, perColumn)));
        x.CloseRow();
    }

    private void LowerRun(Tile tile, ItemRun run)
    {
        int wpb = layout.WindowsPerBatch;
        int full = run.Count / wpb;
        int last = run.Count % wpb;
        int perReadOut = layout.BatchesPerReadOut;
        x.Builder.Loop(full / perReadOut, () =>
        {
            x.Builder.Loop(perReadOut, () => LowerBatch(tile, run.Signature, wpb, 0, inLoop: true));
            ReadOut(tile, wpb);
        });
        int rest = full % perReadOut;
        if (rest + last > 0)
        {
            x.Builder.Loop(rest, () => LowerBatch(tile, run.Signature, wpb, 0, inLoop: true));
            if (last > 0)
            {
                LowerBatch(tile, run.Signature, last, rest, inLoop: false);
            }

            ReadOut(tile, rest > 0 ? wpb : last);
        }
    }

    private void LowerBatch(Tile tile, int signature, int windows, int slot, bool inLoop)
    {
        int slotBits = layout.WindowsPerBatch * tile.PerUnit;
        OperandStride[] step = inLoop ? [new OperandStride(x.Depth, OperandField.Bit, slotBits)] : [];
        int bit = slot * slotBits;
        int positions = layout.Shape.WindowPositions;
        if (positions <= layout.MaxPositions)
        {
            int n = windows * positions;
            Count(tile, n);
            if (layout.Binary.Thresholds is not null)
            {
                Decide(tile, signature, n, positions, 0, layout.Pools ? layout.StagingBit : bit, layout.Pools ? [] : step);
                PoolWindows(tile, signature, windows, positions, bit, PoolOperation.None, step);
            }

            return;
        }

        for (int first = 0; first < positions; first += layout.MaxPositions)
        {
            int n = Math.Min(layout.MaxPositions, positions - first);
            Count(tile, n);
            Decide(tile, signature, n, positions, first, layout.StagingBit, []);
            PoolWindows(tile, signature, 1, n, bit, first > 0 ? PoolOperation.Combine : PoolOperation.None, step);
        }
    }

    /// <summary>Mismatch counts of n positions: accumulator j * n + i belongs to channel j and position i.</summary>
    private void Count(Tile tile, int n)
    {
        x.Clear(PimBuffer.Accumulators);
        int perBank = g.ColumnsPerBank / tile.PerUnit;
        for (int chunk = 0; chunk < layout.Chunks; chunk += perBank)
        {
            ColumnPlace place = BinaryLayout.Weight(g, tile, chunk, 0);
            if (tile.Rows > 1)
            {
                x.OpenRow(place.Row);
            }

            x.Builder.Loop(Math.Min(perBank, layout.Chunks - chunk), () =>
            {
                byte chunkDepth = x.Depth;
                x.LoadInputs(n);
                x.Builder.Loop(tile.PerUnit, () => x.Builder.Command(
                    x.Commands.Xnor,
                    new CommandOperands { Parity = (byte)place.Parity, Column = (short)place.Column, Count = (short)n },
                    new OperandStride(chunkDepth, OperandField.Column, tile.PerUnit),
                    new OperandStride(x.Depth, OperandField.Column, 1),
                    new OperandStride(x.Depth, OperandField.Accumulator, n)));
            });
        }

        if (tile.Rows > 1)
        {
            x.CloseRow();
        }
    }

    private void Decide(Tile tile, int signature, int n, int windowPositions, int firstPosition, int bit, OperandStride[] step)
    {
        int[] classes = layout.Windows.Signatures[signature];
        for (int i = 0; i < n; i++)
        {
            x.Builder.Command(
                x.Commands.Threshold,
                new CommandOperands
                {
                    Accumulator = (short)i,
                    Stride = (short)n,
                    Count = (short)tile.PerUnit,
                    Entry = (short)(classes[(firstPosition + i) % windowPositions] * tile.PerUnit),
                    Bit = (short)(bit + (i * tile.PerUnit)),
                },
                step);
        }
    }

    private void PoolWindows(Tile tile, int signature, int windows, int positions, int bit, PoolOperation operation, OperandStride[] step)
    {
        if (!layout.Pools)
        {
            return;
        }

        PoolOperation flags = operation | (layout.Binary.PoolIgnoresDirection ? PoolOperation.IgnoreDirection : PoolOperation.None);
        for (int w = 0; w < windows; w++)
        {
            x.Builder.Command(
                x.Commands.Pool,
                new CommandOperands
                {
                    Operation = (byte)flags,
                    Count = (short)tile.PerUnit,
                    Register = (short)(layout.StagingBit + (w * positions * tile.PerUnit)),
                    Groups = (byte)positions,
                    Stride = (short)tile.PerUnit,
                    Entry = (short)(layout.Windows.Signatures[signature][0] * tile.PerUnit),
                    Bit = (short)(bit + (w * tile.PerUnit)),
                },
                step);
        }
    }

    private void ReadOut(Tile tile, int windows)
    {
        int bankUnits = g.BankUnits(tile.Units);
        if (layout.Binary.Thresholds is not null)
        {
            x.ReadOut(PimBuffer.Output, 0, bankUnits);
            return;
        }

        int perWord = g.LaneBits / 16;
        for (int first = 0; first < windows * tile.PerUnit; first += perWord)
        {
            x.ReadOut(PimBuffer.Accumulators, first, bankUnits);
        }
    }
}
