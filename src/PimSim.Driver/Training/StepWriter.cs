using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// Takes a schedule down: as a program with loops, or as the host's side of it, everything that goes over the bus in order. The same
/// schedule is written both ways, so that they cannot differ.
/// </summary>
internal sealed class StepWriter
{
    private readonly ProgramBuilder? builder;
    private readonly PimCommands commands;
    private readonly int divide;
    private readonly BusPacker packer;
    private readonly int unitWords;

    private StepWriter(UnitGeometry geometry, ProgramBuilder? builder)
    {
        Geometry = geometry;
        this.builder = builder;
        commands = new PimCommands(geometry.Model);
        divide = geometry.Model.Standard.FindCommand(PimOperation.VectorDivide);
        packer = new BusPacker(geometry);
        unitWords = geometry.LaneBits / 64;
    }

    public UnitGeometry Geometry { get; }

    /// <summary>Everything that the host puts on the bus, made when it is asked for; empty for a program.</summary>
    public List<Func<byte[]>> Inputs { get; } = [];

    /// <summary>What becomes of everything that the domain puts on the bus; empty for a program.</summary>
    public List<OutputSink> Outputs { get; } = [];

    /// <summary>A writer of a program that counts to <paramref name="layers"/> layers.</summary>
    public static StepWriter Program(UnitGeometry geometry, int layers) => new(geometry, new ProgramBuilder(layers));

    /// <summary>A writer of the host's side.</summary>
    public static StepWriter Host(UnitGeometry geometry) => new(geometry, null);

    public PimProgram Build() => builder!.Build();

    public void SetLayer(int layer) => builder?.SetLayer(layer);

    public void Barrier(long hostCycles) => builder?.Barrier(hostCycles);

    public void Loop(int count, Action<StepIndex> body)
    {
        if (builder is not null && count > 1)
        {
            builder.BeginLoop(count);
            body(StepIndex.Counter(builder.Depth));
            builder.EndLoop();
            return;
        }

        for (int i = 0; i < count; i++)
        {
            body(i);
        }
    }

    public void SetMode(bool allBank) => Command(commands.Mode, new StepOperands { Operation = allBank ? 1 : 0 });

    /// <summary>Opens a row in all banks.</summary>
    public void Open(StepIndex row) => Command(commands.ActivateAll, new StepOperands { Row = row });

    public void Close() => Command(commands.PrechargeAll, new StepOperands());

    /// <summary>Opens a row in one bank, in single-bank mode.</summary>
    public void OpenBank(StepIndex bank, StepIndex row) => Command(commands.Activate, new StepOperands { Bank = bank, Row = row });

    public void Clear(PimBuffer buffer, int first = 0, int count = 0) =>
        Command(commands.Clear, new StepOperands { Operation = (int)buffer, Register = first, Count = count });

    /// <summary>A SIMD operation on registers. Sources and steps are those of the operation's description.</summary>
    public void Vector(VectorOperation operation, StepIndex d, int n = 1, int s = 0, int e = 0, int stride = 0, int groups = 0, StepIndex bit = default) => Command(
        VectorOperations.Divides(operation) ? divide : commands.Vector,
        new StepOperands { Operation = (int)operation, Accumulator = d, Count = n, Register = s, Entry = e, Stride = stride, Groups = groups, Bit = bit });

    /// <summary>A SIMD operation with a column of the open row.</summary>
    public void Row(VectorOperation operation, StepColumn at, StepIndex d, int n = 1, StepIndex s = default, StepIndex bit = default) => Command(
        commands.VectorRow,
        new StepOperands { Operation = (int)operation, Parity = at.Parity, Column = at.Column, Accumulator = d, Count = n, Register = s, Bit = bit });

    /// <summary>A column of signs against n input registers from 0 on.</summary>
    public void Xnor(StepColumn at, StepIndex accumulator, int n, int shift) =>
        Command(commands.Xnor, new StepOperands { Operation = shift, Parity = at.Parity, Column = at.Column, Accumulator = accumulator, Count = n });

    public void Pack(int register, StepIndex bit) => Command(commands.Pack, new StepOperands { Register = register, Count = 1, Bit = bit });

    /// <summary>A buffer to a column of the open row.</summary>
    public void WriteBack(PimBuffer buffer, StepIndex register, StepColumn at) =>
        Command(commands.WriteBack, new StepOperands { Operation = (int)buffer, Register = register, Parity = at.Parity, Column = at.Column });

    /// <summary>A bus word to an input register of every unit; <paramref name="fill"/> gets the register's words, all 0.</summary>
    public void Load(StepIndex register, Action<ulong[]> fill)
    {
        Command(commands.LoadInput, new StepOperands { Register = register });
        if (builder is null)
        {
            Inputs.Add(() =>
            {
                ulong[] words = new ulong[unitWords];
                fill(words);
                return packer.Broadcast(words);
            });
        }
    }

    /// <summary>A buffer of the units that share a place on the bus, to the host.</summary>
    public void ReadOut(PimBuffer buffer, StepIndex register, StepIndex bankUnit, UnitSink sink)
    {
        Command(commands.ReadOut, new StepOperands { Operation = (int)buffer, Register = register, Unit = bankUnit });
        Take(bankUnit, sink);
    }

    /// <summary>Opens a row in banks of <paramref name="bankUnits"/> units, those that hold <paramref name="runs"/>, goes over these, and closes it; in single-bank mode.</summary>
    public void InBanks(StepIndex row, IReadOnlyList<LineRun> runs, int bankUnits, Action<LineRun> visit)
    {
        foreach (LineRun run in runs)
        {
            Loop(bankUnits, u => OpenBank((u * Geometry.Unit.BanksPerUnit) + run.Parity, row));
        }

        foreach (LineRun run in runs)
        {
            visit(run);
        }

        Close();
    }

    /// <summary>Reads a column of one bank, in single-bank mode.</summary>
    public void Read(StepIndex bankUnit, StepColumn at, UnitSink sink)
    {
        Command(commands.Read, new StepOperands { Bank = (bankUnit * Geometry.Unit.BanksPerUnit) + at.Parity, Column = at.Column });
        Take(bankUnit, sink);
    }

    /// <summary>Writes a column of one bank, in single-bank mode.</summary>
    public void Write(StepIndex bankUnit, StepColumn at, UnitFill fill)
    {
        Command(commands.Write, new StepOperands { Bank = (bankUnit * Geometry.Unit.BanksPerUnit) + at.Parity, Column = at.Column });
        if (builder is null)
        {
            int first = bankUnit.Value * Geometry.Chips;
            Inputs.Add(() =>
            {
                ulong[] words = new ulong[unitWords * Geometry.Chips];
                for (int chip = 0; chip < Geometry.Chips; chip++)
                {
                    fill(first + chip, words.AsSpan(chip * unitWords, unitWords));
                }

                return packer.ToBus(words);
            });
        }
    }

    /// <summary>What the units of a place on the bus put there goes to <paramref name="sink"/>, unit by unit.</summary>
    private void Take(StepIndex bankUnit, UnitSink sink)
    {
        if (builder is null)
        {
            int first = bankUnit.Value * Geometry.Chips;
            Outputs.Add(burst =>
            {
                for (int chip = 0; chip < Geometry.Chips; chip++)
                {
                    sink(first + chip, packer.Chip(burst, chip));
                }
            });
        }
    }

    private void Command(int id, StepOperands operands) => builder?.Command(id, operands.First(), operands.Strides());
}
