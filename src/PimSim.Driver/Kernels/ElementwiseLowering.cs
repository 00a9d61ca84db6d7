using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// Value-by-value kernels: as many columns as there are vector registers are read, combined with the second operand's and written
/// back, in even and odd banks by turns.
/// </summary>
internal static class ElementwiseLowering
{
    public static PimProgram Lower(KernelLayout layout, KernelCommands commands, int programWords)
    {
        var w = new KernelWriter(layout, commands);
        w.Enter();
        w.LoadProgram(programWords);
        w.Control();
        long steps = layout.ElementTiles * KernelLayout.Parities;
        for (long step = 0; step < steps; step++)
        {
            int parity = (int)(step % KernelLayout.Parities);
            long column = Column(layout, step);
            w.Vectors(parity, First(layout.Shape.Kind), column, layout.Vectors, 0, 0);
            w.Close(1 - parity);
            if (layout.Operands > 1)
            {
                w.Vectors(parity, Second(layout.Shape.Kind), layout.OperandColumns + column, layout.Vectors, 0, 0);
            }

            // The other banks' row is opened before the last write, whose data the next reads wait for.
            int last = layout.Vectors - 1;
            w.WriteBack(parity, layout.ResultStart + column, last, 0);
            if (step + 1 < steps)
            {
                w.OpenFor(1 - parity, Column(layout, step + 1));
            }

            w.WriteBack(parity, layout.ResultStart + column + last, 1, last);
        }

        w.Control();
        w.Leave();
        return w.Build();
    }

    /// <summary>What the first operand's columns do.</summary>
    public static VectorOperation First(KernelKind kind) => kind == KernelKind.Relu ? VectorOperation.LoadRowPositive : VectorOperation.LoadRow;

    /// <summary>What the second operand's columns do.</summary>
    public static VectorOperation Second(KernelKind kind) => kind == KernelKind.Mul ? VectorOperation.MultiplyRow : VectorOperation.AddRow;

    private static long Column(KernelLayout layout, long step) => step / KernelLayout.Parities * layout.Vectors;
}
