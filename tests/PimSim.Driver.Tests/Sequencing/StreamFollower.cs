using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver.Tests;

/// <summary>
/// Follows a program for units with sequencers of their own, loads a store as it says, and lists what the host triggers and
/// what the store answers.
/// </summary>
internal sealed class StreamFollower
{
    private readonly MemoryStandard standard;
    private readonly Dictionary<(int Row, int Bank, int Column), ulong[]> pages = [];
    private readonly InstructionSequencer store;
    private readonly int entriesPerColumn;
    private int row = -1;

    public StreamFollower(DeviceModel model, ProgramStore? pages)
    {
        standard = model.Standard;
        store = new InstructionSequencer(model.Unit!.InstructionEntries);
        entriesPerColumn = model.Unit.LaneBits / InstructionFormat.EntryBits;
        if (pages?.Columns() is { } columns)
        {
            this.pages = columns.Places.Zip(columns.Words).ToDictionary(p => p.First, p => p.Second);
        }
    }

    /// <summary>Loads so far.</summary>
    public int Loads { get; private set; }

    /// <summary>What the host's program has units do, and with which row open.</summary>
    public IEnumerable<(string What, int Row, CommandOperands Operands, int Layer)> Follow(PimProgram program, bool decode)
    {
        for (var cursor = new ProgramCursor(program); !cursor.AtEnd; cursor.Advance())
        {
            ProgramInstruction i = cursor.Current;
            if (i.Opcode != ProgramOpcode.Command)
            {
                yield return ($"{i.Opcode} {i.Number} {i.HostCycles}", row, default, i.Layer);
                continue;
            }

            CommandSpec c = standard.Commands[i.Command];
            CommandOperands o = cursor.Operands;
            if (c.Effects.HasFlag(CommandEffects.Opens))
            {
                Assert.Equal(-1, row);
                row = o.Row;
            }
            else if (c.Effects.HasFlag(CommandEffects.Closes))
            {
                row = -1;
            }
            else if (c.Operation == PimOperation.LoadProgram)
            {
                store.Load(o.Entry, pages[(row, o.Parity, o.Column)], entriesPerColumn);
                Loads++;
            }
            else
            {
                yield return (c.Name, row, decode && UnitAccess.IsTrigger(c.Operation) ? Decoded(c.Operation, o) : o, i.Layer);
            }
        }
    }

    private CommandOperands Decoded(PimOperation operation, CommandOperands address)
    {
        Assert.True(store.Next(out PimOperation found, out CommandOperands o), $"no instruction where {operation} is triggered");
        Assert.Equal(operation, found);
        return o with { Column = address.Column, Parity = address.Parity, Unit = address.Unit, Row = address.Row, Bank = address.Bank };
    }
}
