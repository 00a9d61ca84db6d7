using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>A program under construction, with the all-bank row that is open and short forms of the commands.</summary>
internal sealed class LoweringContext
{
    private const int NoRow = -1;
    private int openRow = NoRow;

    public LoweringContext(UnitGeometry geometry, PimCommands commands, int layers)
    {
        Geometry = geometry;
        Commands = commands;
        Builder = new ProgramBuilder(layers);
    }

    public UnitGeometry Geometry { get; }

    public PimCommands Commands { get; }

    public ProgramBuilder Builder { get; }

    public byte Depth => Builder.Depth;

    /// <summary>Enters or leaves all-bank mode.</summary>
    public void SetMode(bool allBank)
    {
        CloseRow();
        Builder.Command(Commands.Mode, new CommandOperands { Operation = (byte)(allBank ? 1 : 0) });
    }

    /// <summary>Makes <paramref name="row"/> the open row of all banks.</summary>
    public void OpenRow(int row)
    {
        if (openRow == row)
        {
            return;
        }

        CloseRow();
        Builder.Command(Commands.ActivateAll, new CommandOperands { Row = row });
        openRow = row;
    }

    /// <summary>Closes the open row, if any.</summary>
    public void CloseRow()
    {
        if (openRow != NoRow)
        {
            Builder.Command(Commands.PrechargeAll, default);
            openRow = NoRow;
        }
    }

    /// <summary>Loads registers 0 .. count-1 from the bus.</summary>
    public void LoadInputs(int count) => Builder.Loop(count, () =>
        Builder.Command(Commands.LoadInput, default, new OperandStride(Depth, OperandField.Register, 1)));

    /// <summary>Reads a buffer of bank units 0 .. count-1 out.</summary>
    public void ReadOut(PimBuffer buffer, int register, int bankUnits) => Builder.Loop(bankUnits, () =>
        Builder.Command(
            Commands.ReadOut,
            new CommandOperands { Operation = (byte)buffer, Register = (short)register },
            new OperandStride(Depth, OperandField.Unit, 1)));

    public void Clear(PimBuffer buffer, int first = 0, int count = 0) => Builder.Command(
        Commands.Clear, new CommandOperands { Operation = (byte)buffer, Register = (short)first, Count = (short)count });

    /// <summary>A SIMD operation without a column.</summary>
    public void Vector(VectorOperation operation, int destination, int count, int source = 0, int stride = 0) => Builder.Command(
        Commands.Vector,
        new CommandOperands { Operation = (byte)operation, Accumulator = (short)destination, Count = (short)count, Register = (short)source, Stride = (short)stride });

    /// <summary>A SIMD operation with a column of the open row.</summary>
    public void VectorRow(VectorOperation operation, ColumnPlace place, int destination, int count, params OperandStride[] strides)
    {
        OpenRow(place.Row);
        Builder.Command(
            Commands.VectorRow,
            new CommandOperands { Operation = (byte)operation, Accumulator = (short)destination, Count = (short)count, Parity = (byte)place.Parity, Column = (short)place.Column },
            strides);
    }
}
