using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// Lowers a real operation for one domain: sums in rising patch element, one chain a lane, for a batch of positions at a
/// time; then bias, pool, compare and pack, or a read-out of the sums. <see cref="RealHost"/> is the host's side.
/// Position p of window w stands in vector register p * windows + w.
/// </summary>
internal sealed class RealLowering : LayerLowering
{
    private readonly RealLayout layout;

    public RealLowering(LoweringContext context, RealLayout layout)
        : base(context, layout)
    {
        this.layout = layout;
    }

    protected override void LowerBatch(Tile tile, int signature, int windows, int slot, bool inLoop)
    {
        int positions = layout.Shape.WindowPositions;
        int n = windows * positions;
        X.Clear(PimBuffer.Vector);
        foreach (RealSegment s in layout.Segments(G, tile))
        {
            X.OpenRow(s.Place.Row);
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
            X.VectorRow(VectorOperation.AddRow, G.Place(tile.FirstRow, layout.BiasColumn), 0, n);
        }

        if (layout.Real.Limits is null)
        {
            Pool(windows, positions);
        }
        else
        {
            int slotBits = layout.WindowsPerBatch * G.Lanes;
            Decide(tile, windows, positions);
            X.Builder.Command(
                X.Commands.Pack,
                new CommandOperands { Count = (short)windows, Bit = (short)(slot * slotBits) },
                SlotStep(inLoop, slotBits));
        }

        if (tile.Rows > 1)
        {
            X.CloseRow();
        }
    }

    private void SignSegment(RealSegment s, int n)
    {
        int bit = s.FirstElement % G.LaneBits;
        if (bit == 0)
        {
            X.LoadInputs(n);
        }

        X.Builder.Loop(s.Length, () => X.Builder.Command(
            X.Commands.VectorRow,
            Multiply(VectorOperation.FusedMultiplyAddSign, s.Place, n, 0, bit),
            new OperandStride(X.Depth, OperandField.Column, 1),
            new OperandStride(X.Depth, OperandField.Bit, 1)));
    }

    private void RealBlocks(RealSegment s, int n)
    {
        int block = layout.BlockElements(G, n);
        X.Builder.Loop(s.Length / block, () => RealBlock(s.Place, block, n, inLoop: true));
        int rest = s.Length % block;
        if (rest > 0)
        {
            ColumnPlace place = s.Place with { Column = s.Place.Column + s.Length - rest };
            RealBlock(place, rest, n, inLoop: false);
        }
    }

    private void RealBlock(ColumnPlace place, int elements, int n, bool inLoop)
    {
        byte outer = X.Depth;
        X.LoadInputs(UnitGeometry.Ceiling(elements * n, G.Lanes));
        X.Builder.Loop(elements, () =>
        {
            OperandStride[] inner = [new OperandStride(X.Depth, OperandField.Column, 1), new OperandStride(X.Depth, OperandField.Register, n)];
            X.Builder.Command(
                X.Commands.VectorRow,
                Multiply(VectorOperation.FusedMultiplyAdd, place, n, 0, 0),
                inLoop ? [.. inner, new OperandStride(outer, OperandField.Column, elements)] : inner);
        });
    }

    private void Decide(Tile tile, int windows, int positions)
    {
        ColumnPlace limit = G.Place(tile.FirstRow, layout.LimitColumn);
        ColumnPlace direction = G.Place(tile.FirstRow, layout.DirectionColumn);
        bool late = layout.Real.PoolAfterCompare;
        int n = late ? windows * positions : windows;
        if (!late)
        {
            Pool(windows, positions);
        }

        X.VectorRow(VectorOperation.CompareRow, limit, 0, n);
        X.VectorRow(VectorOperation.MultiplyRow, direction, 0, n);
        if (late)
        {
            Pool(windows, positions);
        }
    }

    private void Pool(int windows, int positions)
    {
        for (int p = 1; p < positions; p++)
        {
            X.Vector(VectorOperation.Max, 0, windows, p * windows);
        }
    }

    protected override void ReadOut(Tile tile, int windows)
    {
        int bankUnits = G.BankUnits(tile.Units);
        if (layout.Real.OutputIsBits)
        {
            X.ReadOut(PimBuffer.Output, 0, bankUnits);
            return;
        }

        for (int w = 0; w < windows; w++)
        {
            X.ReadOut(PimBuffer.Vector, w, bankUnits);
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
