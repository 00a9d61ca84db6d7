using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// Lowers an elementwise operation for one domain: elements of as many positions as there are registers to the lanes, scale and shift,
/// then the other term or the rest of the window; results to the bus at once, signs when the output buffer is full.
/// <see cref="ElementwiseHost"/> is the host's side.
/// </summary>
internal sealed class ElementwiseLayerLowering : LayerLowering
{
    private readonly ElementwiseLayout layout;
    private readonly ElementwiseOperation operation;

    public ElementwiseLayerLowering(LoweringContext context, ElementwiseLayout layout)
        : base(context, layout)
    {
        this.layout = layout;
        operation = layout.Elementwise;
    }

    protected override void LowerBatch(Tile tile, int signature, int windows, int slot, bool inLoop)
    {
        int slotBits = layout.WindowsPerBatch * G.Lanes;
        var pack = new CommandOperands { Count = (short)windows, Bit = (short)(slot * slotBits) };
        OperandStride[] step = SlotStep(inLoop, slotBits);
        X.LoadInputs(windows);
        if (operation.SignsOnInput)
        {
            X.Vector(VectorOperation.LoadInput, 0, windows);
            Decide(tile, windows, pack, step);
        }

        if (!operation.GivesNumbers && operation.SignsOnInput)
        {
            return;
        }

        Term(tile, 0, 0, windows);
        for (int t = 1; t < operation.Terms.Count; t++)
        {
            X.LoadInputs(windows);
            Term(tile, t, layout.WindowsPerBatch, windows);
            X.Vector(VectorOperation.Add, 0, windows, layout.WindowsPerBatch);
        }

        X.Builder.Loop(layout.Taps - 1, () =>
        {
            X.LoadInputs(windows);
            X.Vector(VectorOperation.LoadInput, layout.WindowsPerBatch, windows);
            X.Vector(operation.Reduction == WindowReduction.Maximum ? VectorOperation.Max : VectorOperation.Add, 0, windows, layout.WindowsPerBatch);
        });
        if (layout.ReciprocalColumn >= 0)
        {
            X.VectorRow(VectorOperation.MultiplyRow, layout.Place(G, tile, layout.ReciprocalColumn), 0, windows);
        }

        if (operation.GivesNumbers)
        {
            X.Builder.Loop(windows, () => X.Builder.Command(
                X.Commands.ReadOut,
                new CommandOperands { Operation = (byte)PimBuffer.Vector },
                new OperandStride(X.Depth, OperandField.Register, 1)));
        }

        if (operation.Signs is not null && !operation.SignsOnInput)
        {
            Decide(tile, windows, pack, step);
        }
    }

    protected override void ReadOut(Tile tile, int windows)
    {
        if (operation.Signs is not null)
        {
            X.ReadOut(PimBuffer.Output, 0, 1);
        }
    }

    private void Term(Tile tile, int term, int register, int windows)
    {
        int column = layout.AffineColumn(term);
        if (column >= 0)
        {
            X.VectorRow(VectorOperation.LoadRow, layout.Place(G, tile, column), register, windows);
            X.VectorRow(VectorOperation.MultiplyAddLanes, layout.Place(G, tile, column + 1), register, windows);
        }
        else if (!operation.SignsOnInput)
        {
            X.Vector(VectorOperation.LoadInput, register, windows);
        }
    }

    private void Decide(Tile tile, int windows, CommandOperands pack, OperandStride[] step)
    {
        if (layout.LimitColumn >= 0)
        {
            X.VectorRow(VectorOperation.CompareRow, layout.Place(G, tile, layout.LimitColumn), 0, windows);
            X.VectorRow(VectorOperation.MultiplyRow, layout.Place(G, tile, layout.LimitColumn + 1), 0, windows);
        }

        X.Builder.Command(X.Commands.Pack, pack, step);
    }
}
