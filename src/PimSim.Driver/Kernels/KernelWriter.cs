using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// Writes what all kernels are made of: parking, mode changes through reserved rows, register writes, runs of columns. It knows
/// which rows are open, and closes and opens them where a kernel has not done so ahead of time.
/// </summary>
internal sealed class KernelWriter
{
    private const int Even = 0;
    private const int Odd = 1;
    private const int Closed = -1;

    private readonly KernelLayout layout;
    private readonly KernelCommands commands;
    private readonly Organization organization;
    private readonly ProgramBuilder builder = new(1);
    private readonly int[] open = [Closed, Closed];
    private readonly int registers;

    public KernelWriter(KernelLayout layout, KernelCommands commands)
    {
        this.layout = layout;
        this.commands = commands;
        organization = layout.Organization;
        registers = ReservedRows.Registers(organization);
    }

    /// <summary>The banks whose writes ask for all-bank mode: the first two of each half.</summary>
    public static int[] EnterBanks(Organization o) => [0, o.Banks / 2, 1, (o.Banks / 2) + 1];

    public PimProgram Build() => builder.Build();

    /// <summary>True when a row other than the register row is open in the odd banks, or none.</summary>
    public bool RegistersAreAway => open[Odd] != registers;

    /// <summary>Parks every bank and goes to all-bank mode.</summary>
    public void Enter()
    {
        int[] parked = ParkingOrder();
        int[] asking = EnterBanks(organization);
        int enter = ReservedRows.Enter(organization);
        ParkAllButLast(parked, asking);
        OpenBank(parked[^1], ReservedRows.Park(organization));

        // Three more rows fit into the window of the last parked one.
        foreach (int bank in asking.SkipLast(1))
        {
            OpenBank(bank, enter);
        }

        builder.Command(commands.Read, Bank(parked[^1]));
        OpenBank(asking[^1], enter);
        foreach (int bank in asking)
        {
            builder.Command(commands.Write, Bank(bank));
        }

        builder.Command(commands.PrechargeAll, default);
        builder.Command(commands.Mode, new CommandOperands { Operation = 1 });
    }

    /// <summary>Goes back to single-bank mode and parks every bank.</summary>
    public void Leave()
    {
        Close(Odd);
        Close(Even);

        // The odd banks have been idle for longer: their row is opened and written while the even ones still recover.
        Open(Odd, ReservedRows.Leave(organization));
        Open(Even, ReservedRows.Leave(organization));
        Control(Odd);
        Control(Even);

        builder.Command(commands.PrechargeAll, default);
        builder.Command(commands.Mode, default);
        int[] parked = ParkingOrder();
        ParkAllButLast(parked, []);
        OpenBank(parked[^1], ReservedRows.Park(organization));
        builder.Command(commands.Read, Bank(parked[^1]));
    }

    /// <summary>Starts or ends the units' program: clears the vector registers.</summary>
    public void Control()
    {
        Ensure(Even, registers);
        Control(Even);
    }

    /// <summary>Writes the instruction store, <paramref name="words"/> bus words; the control register's row is opened on the way.</summary>
    public void LoadProgram(int words)
    {
        Ensure(Odd, registers);
        Ensure(Even, registers);
        int entries = organization.ChipAccessBits / 32;
        for (int w = 0; w < words; w++)
        {
            CommandOperands o = At(Odd);
            o.Entry = (short)(w * entries);
            builder.Command(commands.LoadProgram, o);
        }
    }

    /// <summary>Opens the register row in the odd banks.</summary>
    public void OpenRegisters() => Ensure(Odd, registers);

    /// <summary>Loads input registers from <paramref name="first"/> on.</summary>
    public void LoadInputs(int first, int count)
    {
        CommandOperands o = At(Odd);
        o.Register = (short)first;
        Repeat(count, commands.LoadInput, o, OperandField.Register);
    }

    /// <summary>Opens the row of a column number in a parity's banks, which are closed.</summary>
    public void OpenFor(int parity, long number) => Open(parity, layout.Place(number).Row);

    public bool IsOpen(int parity) => open[parity] != Closed;

    public void Close(int parity)
    {
        if (IsOpen(parity))
        {
            builder.Command(commands.Close, At(parity));
            open[parity] = Closed;
        }
    }

    /// <summary>Columns from <paramref name="number"/> on, the vector register stepping with them.</summary>
    public void Vectors(int parity, VectorOperation operation, long number, int count, int firstVector, int input)
    {
        CommandOperands o = At(parity);
        o.Operation = (byte)operation;
        o.Count = 1;
        o.Accumulator = (short)firstVector;
        o.Register = (short)input;
        Columns(commands.VectorRow, o, number, count, OperandField.Accumulator);
    }

    /// <summary>Vector registers from <paramref name="firstVector"/> on to columns from <paramref name="number"/> on.</summary>
    public void WriteBack(int parity, long number, int count, int firstVector)
    {
        CommandOperands o = At(parity);
        o.Operation = (byte)PimBuffer.Vector;
        o.Register = (short)firstVector;
        Columns(commands.WriteBack, o, number, count, OperandField.Register);
    }

    private void Columns(int command, CommandOperands o, long number, int count, OperandField stepping)
    {
        while (count > 0)
        {
            (int row, int column) = layout.Place(number);
            int inRow = Math.Min(count, organization.ColumnAccesses - column);
            Ensure(o.Bank, row);
            o.Column = (short)column;
            Repeat(inRow, command, o, stepping, OperandField.Column);
            number += inRow;
            count -= inRow;
            o.Accumulator += stepping == OperandField.Accumulator ? (short)inRow : (short)0;
            o.Register += stepping == OperandField.Register ? (short)inRow : (short)0;
        }
    }

    private void Repeat(int count, int command, CommandOperands o, params OperandField[] stepping)
    {
        builder.BeginLoop(count);
        builder.Command(command, o, [.. stepping.Select(f => new OperandStride(builder.Depth, f, 1))]);
        builder.EndLoop();
    }

    private void Control(int parity)
    {
        CommandOperands o = At(parity);
        o.Operation = (byte)PimBuffer.Vector;
        builder.Command(commands.Control, o);
    }

    private void Ensure(int parity, int row)
    {
        if (open[parity] != row)
        {
            Close(parity);
            Open(parity, row);
        }
    }

    private void Open(int parity, int row)
    {
        CommandOperands o = At(parity);
        o.Row = row;
        builder.Command(commands.Open, o);
        open[parity] = row;
    }

    private static CommandOperands At(int parity) => new() { Bank = (short)parity, Parity = (byte)parity };

    /// <summary>Bank groups in turn.</summary>
    private int[] ParkingOrder() =>
        [.. Enumerable.Range(0, organization.Banks).Select(i => (i % organization.BankGroups * organization.BanksPerGroup) + (i / organization.BankGroups))];

    /// <summary>Reads the park row of all banks but the last; the banks in <paramref name="close"/> are closed again.</summary>
    private void ParkAllButLast(int[] order, int[] close)
    {
        // As many rows are opened ahead of their reads as go into one window of four activates.
        const int Ahead = 4;
        int count = order.Length - 1;
        for (int i = 0; i < count + Ahead - 1; i++)
        {
            if (i < count)
            {
                OpenBank(order[i], ReservedRows.Park(organization));
            }

            int read = i - Ahead + 1;
            if (read >= 0)
            {
                builder.Command(commands.Read, Bank(order[read]));
            }

            // The row bus has room once all rows are open.
            foreach (int bank in i >= count - 1 ? close : [])
            {
                int place = Array.IndexOf(order, bank);
                if (place == read || (place < read && i == count - 1))
                {
                    builder.Command(commands.Precharge, Bank(bank));
                }
            }
        }
    }

    private void OpenBank(int bank, int row) => builder.Command(commands.Activate, new CommandOperands { Bank = (short)bank, Row = row });

    private static CommandOperands Bank(int bank) => new() { Bank = (short)bank };
}
