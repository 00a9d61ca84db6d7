using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// Lowers a real operation for one domain: sums in rising patch element, one chain a lane, for a batch of positions at a
/// time; then bias, pool, compare and pack, or a read-out of the sums. <see cref="RealHost"/> is the host's side.
/// Position p of window w stands in vector register p * windows + w.
/// </summary>
internal sealed class RealLowering
{
    private readonly LoweringContext x;
    private readonly UnitGeometry g;
    private readonly RealLayout layout;

    public RealLowering(LoweringContext context, RealLayout layout)
    {
        x = context;
        g = context.Geometry;
        this.layout = layout;
    }

    public void Lower(ShardItems items)
    {
        foreach (Tile tile in items.Runs.Length == 0 ? [] : layout.Tiles)
        {
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

    private void LowerRun(Tile tile, ItemRun run)
    {
        int wpb = layout.WindowsPerBatch;
        int full = run.Count / wpb;
        int last = run.Count % wpb;
        int perReadOut = layout.BatchesPerReadOut;
        x.Builder.Loop(full / perReadOut, () =>
        {
            x.Builder.Loop(perReadOut, () => LowerBatch(tile, wpb, 0, inLoop: true));
            ReadOut(tile, wpb);
        });
        int rest = full % perReadOut;
        if (rest + last > 0)
        {
            x.Builder.Loop(rest, () => LowerBatch(tile, wpb, 0, inLoop: true));
            if (last > 0)
            {
                LowerBatch(tile, last, rest, inLoop: false);
            }

            ReadOut(tile, rest > 0 ? wpb : last);
        }
    }

    private void LowerBatch(Tile tile, int windows, int slot, bool inLoop)
    {
        int positions = layout.Shape.WindowPositions;
        int n = windows * positions;
        x.Clear(PimBuffer.Vector);
        foreach (RealSegment s in layout.Segments(g, tile))
        {
            x.OpenRow(s.Place.Row);
            if (layout.SendsSigns)
            {
                SignSegment(s, n);
            }
            else
            {
                RealBlocks(s, n);
            }
        }

        if (layout.Real.Bias is not null)
        {
            x.VectorRow(VectorOperation.AddRow, g.Place(tile.FirstRow, layout.BiasColumn), 0, n);
        }

        if (layout.Real.Limits is null)
        {
            Pool(windows, positions);
        }
        else
        {
            int slotBits = layout.WindowsPerBatch * g.Lanes;
            Decide(tile, windows, positions);
            x.Builder.Command(
                x.Commands.Pack,
                new CommandOperands { Count = (short)windows, Bit = (short)(slot * slotBits) },
                inLoop ? [new OperandStride(x.Depth, OperandField.Bit, slotBits)] : []);
        }

        if (tile.Rows > 1)
        {
            x.CloseRow();
        }
    }

    private void SignSegment(RealSegment s, int n)
    {
        int bit = s.FirstElement % g.LaneBits;
        if (bit == 0)
        {
            x.LoadInputs(n);
        }

        x.Builder.Loop(s.Length, () => x.Builder.Command(
            x.Commands.VectorRow,
            Multiply(VectorOperation.FusedMultiplyAddSign, s.Place, n, 0, bit),
            new OperandStride(x.Depth, OperandField.Column, 1),
            new OperandStride(x.Depth, OperandField.Bit, 1)));
    }

    private void RealBlocks(RealSegment s, int n)
    {
        int block = layout.BlockElements(g, n);
        x.Builder.Loop(s.Length / block, () => RealBlock(s.Place, block, n, inLoop: true));
        int rest = s.Length % block;
        if (rest > 0)
        {
            ColumnPlace place = s.Place with { Column = s.Place.Column + s.Length - rest };
            RealBlock(place, rest, n, inLoop: false);
        }
    }

    private void RealBlock(ColumnPlace place, int elements, int n, bool inLoop)
    {
        byte outer = x.Depth;
        x.LoadInputs(UnitGeometry.Ceiling(elements * n, g.Lanes));
        x.Builder.Loop(elements, () =>
        {
            OperandStride[] inner = [new OperandStride(x.Depth, OperandField.Column, 1), new OperandStride(x.Depth, OperandField.Register, n)];
            x.Builder.Command(
                x.Commands.VectorRow,
                Multiply(VectorOperation.FusedMultiplyAdd, place, n, 0, 0),
                inLoop ? [.. inner, new OperandStride(outer, OperandField.Column, elements)] : inner);
        });
    }

    private void Decide(Tile tile, int windows, int positions)
    {
        ColumnPlace limit = g.Place(tile.FirstRow, layout.LimitColumn);
        ColumnPlace direction = g.Place(tile.FirstRow, layout.DirectionColumn);
        bool late = layout.Real.PoolAfterCompare;
        int n = late ? windows * positions : windows;
        if (!late)
        {
            Pool(windows, positions);
        }

        x.VectorRow(VectorOperation.CompareRow, limit, 0, n);
        x.VectorRow(VectorOperation.MultiplyRow, direction, 0, n);
        if (late)
        {
            Pool(windows, positions);
        }
    }

    private void Pool(int windows, int positions)
    {
        for (int p = 1; p < positions; p++)
        {
            x.Vector(VectorOperation.Max, 0, windows, p * windows);
        }
    }

    private void ReadOut(Tile tile, int windows)
    {
        int bankUnits = g.BankUnits(tile.Units);
        if (layout.Real.OutputIsBits)
        {
            x.ReadOut(PimBuffer.Output, 0, bankUnits);
            return;
        }

        for (int w = 0; w < windows; w++)
        {
            x.ReadOut(PimBuffer.Vector, w, bankUnits);
        }
    }

    private static CommandOperands Multiply(VectorOperation operation, ColumnPlace place, int n, int register, int bit) => new()
    {
        Operation = (byte)operation,
        Parity = (byte)place.Parity,
        Column = (short)place.Column,
        Count = (short)n,
        Register = (short)register,
        Bit = (short)bit,
    };
}
