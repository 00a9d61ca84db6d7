using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// Lowers a binary operation for one domain: for each tile its thresholds, then for each batch of positions registers,
/// XNOR over the tile's channels chunk by chunk, thresholds, pool; and a read-out when the output buffer is full.
/// <see cref="BinaryHost"/> is the host's side of the same schedule.
/// </summary>
internal sealed class BinaryLowering : LayerLowering
{
    private readonly BinaryLayout layout;

    public BinaryLowering(LoweringContext context, BinaryLayout layout)
        : base(context, layout)
    {
        this.layout = layout;
    }

    protected override void BeginTile(Tile tile)
    {
        if (tile.ThresholdRow < 0)
        {
            return;
        }

        int entries = layout.SetCount * tile.PerUnit;
        int perColumn = G.LaneBits / ThresholdEntry.Bits;
        X.OpenRow(tile.ThresholdRow);
        X.Builder.Loop(UnitGeometry.Ceiling(entries, perColumn), () => X.Builder.Command(
            X.Commands.LoadThreshold,
            default,
            new OperandStride(X.Depth, OperandField.Column, 1),
            new OperandStride(X.Depth, OperandField.Entry, perColumn)));
        X.CloseRow();
    }

    protected override void LowerBatch(Tile tile, int signature, int windows, int slot, bool inLoop)
    {
        if (layout.IsSliced)
        {
            LowerSlices(tile, windows * layout.Shape.WindowPositions);
            return;
        }

        int slotBits = layout.WindowsPerBatch * layout.BitsPerUnit(tile);
        OperandStride[] step = SlotStep(inLoop, slotBits);
        int bit = slot * slotBits;
        int positions = layout.Shape.WindowPositions;
        if (positions <= layout.MaxPositions)
        {
            int n = windows * positions;
            Count(tile, n, layout.Slices[0]);
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
            Count(tile, n, layout.Slices[0]);
            Decide(tile, signature, n, positions, first, layout.StagingBit, []);
            PoolWindows(tile, signature, 1, n, bit, first > 0 ? PoolOperation.Combine : PoolOperation.None, step);
        }
    }

    /// <summary>The counts of n positions in parts, of which the last one is read out like those of other layers.</summary>
    private void LowerSlices(Tile tile, int n)
    {
        for (int i = 0; i < layout.Slices.Count; i++)
        {
            if (i > 0)
            {
                ReadCounts(tile, n);
            }

            Count(tile, n, layout.Slices[i]);
        }
    }

    /// <summary>Mismatch counts of n positions, weighted where the input has planes: accumulator j * n + i belongs to channel j and position i.</summary>
    private void Count(Tile tile, int n, CountSlice slice)
    {
        X.Clear(PimBuffer.Accumulators);
        int perBank = G.ColumnsPerBank / tile.PerUnit;
        int end = slice.FirstChunk + slice.Chunks;
        for (int chunk = slice.FirstChunk, length; chunk < end; chunk += length)
        {
            length = Math.Min(perBank - (chunk % perBank), end - chunk);
            ColumnPlace place = BinaryLayout.Weight(G, tile, chunk, 0);
            if (tile.Rows > 1)
            {
                X.OpenRow(place.Row);
            }

            X.Builder.Loop(length, () =>
            {
                byte chunkDepth = X.Depth;
                for (int plane = 0; plane < slice.Planes; plane++)
                {
                    byte shift = (byte)plane;
                    X.LoadInputs(n);
                    X.Builder.Loop(tile.PerUnit, () => X.Builder.Command(
                        X.Commands.Xnor,
                        new CommandOperands { Operation = shift, Parity = (byte)place.Parity, Column = (short)place.Column, Count = (short)n },
                        new OperandStride(chunkDepth, OperandField.Column, tile.PerUnit),
                        new OperandStride(X.Depth, OperandField.Column, 1),
                        new OperandStride(X.Depth, OperandField.Accumulator, n)));
                }
            });
        }

        if (tile.Rows > 1)
        {
            X.CloseRow();
        }
    }

    private void Decide(Tile tile, int signature, int n, int windowPositions, int firstPosition, int bit, OperandStride[] step)
    {
        int[] classes = layout.Windows.Signatures[signature];
        int perChannel = layout.Binary.ThresholdsPerChannel;
        for (int i = 0; i < n * perChannel; i++)
        {
            (int position, int threshold) = Math.DivRem(i, perChannel);
            X.Builder.Command(
                X.Commands.Threshold,
                new CommandOperands
                {
                    Accumulator = (short)position,
                    Stride = (short)n,
                    Count = (short)tile.PerUnit,
                    Entry = (short)(((classes[(firstPosition + position) % windowPositions] * perChannel) + threshold) * tile.PerUnit),
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
        int bits = layout.BitsPerUnit(tile);
        for (int w = 0; w < windows; w++)
        {
            X.Builder.Command(
                X.Commands.Pool,
                new CommandOperands
                {
                    Operation = (byte)flags,
                    Count = (short)bits,
                    Register = (short)(layout.StagingBit + (w * positions * bits)),
                    Groups = (byte)positions,
                    Stride = (short)bits,
                    Entry = (short)(layout.Windows.Signatures[signature][0] * bits),
                    Bit = (short)(bit + (w * bits)),
                },
                step);
        }
    }

    protected override void ReadOut(Tile tile, int windows)
    {
        if (layout.HasTables)
        {
            X.ReadOut(PimBuffer.Output, 0, G.BankUnits(tile.Units));
        }
        else
        {
            ReadCounts(tile, windows * layout.Shape.WindowPositions);
        }
    }

    private void ReadCounts(Tile tile, int n)
    {
        int perWord = G.LaneBits / 16;
        for (int first = 0; first < n * tile.PerUnit; first += perWord)
        {
            X.ReadOut(PimBuffer.Accumulators, first, G.BankUnits(tile.Units));
        }
    }
}
