using PimSim.Core;
using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// Rewrites a program for units with sequencers of their own: what the commands have units do goes into pages of the store, and before the
/// first command of each page the page is loaded: close the row, open the page's, load its columns, close it, open the row that was open. All other
/// commands stay as they are. A program must leave a loop's body with the rows open that it found, where a page is loaded first in the body.
/// </summary>
internal sealed class ProgramSequencer
{
    private readonly ProgramStore store;
    private readonly PimCommands commands;
    private readonly MemoryStandard standard;
    private readonly int loadProgram;

    /// <exception cref="UserErrorException">PIM0490: the device loads no programs.</exception>
    public ProgramSequencer(DeviceModel model, PimCommands commands, ProgramStore store)
    {
        this.store = store;
        this.commands = commands;
        standard = model.Standard;
        loadProgram = standard.FindCommand(PimOperation.LoadProgram);
        if (loadProgram < 0)
        {
            throw new UserErrorException(
                "PIM0490", $"standard '{standard.Name}' has no command that loads instructions from the cells, which unit.sequencer device needs", null, "set unit.sequencer to host");
        }
    }

    /// <summary>The program with its loads; its pages are in the store.</summary>
    public PimProgram Rewrite(PimProgram program)
    {
        IReadOnlyList<ProgramPage> pages = PageCutter.Cut(InstructionStream.Of(program, standard, store.Capacity), store.Capacity);
        if (pages.Count == 0)
        {
            return program;
        }

        var rows = new RowStates(program, standard);
        var loads = new Dictionary<int, (ProgramPage Page, RowState Rows)>();
        foreach (ProgramPage page in pages)
        {
            int at = ClosedBefore(program, rows, page.First);
            loads.Add(at, (page, rows.Before(at)));
        }

        var builder = new ProgramBuilder(program.Layers);
        for (int p = 0; p < program.InstructionList.Count; p++)
        {
            if (loads.TryGetValue(p, out (ProgramPage Page, RowState Rows) load))
            {
                builder.SetLayer(program.InstructionList[load.Page.First].Layer);
                Load(builder, store.Add(load.Page), load.Rows);
            }

            Copy(builder, program.InstructionList[p]);
        }

        return builder.Build();
    }

    /// <summary>
    /// Where a page that is needed at <paramref name="position"/> is best loaded: the last place since the units' last instruction
    /// where all rows are closed anyway; else right there.
    /// </summary>
    private int ClosedBefore(PimProgram program, RowStates rows, int position)
    {
        for (int p = position; ; p--)
        {
            if (rows.Before(p).IsClosed)
            {
                return p;
            }

            if (p == 0 || program.InstructionList[p - 1] is not { Opcode: ProgramOpcode.Command } previous || IsBound(standard.Commands[previous.Command]))
            {
                return position;
            }
        }
    }

    private static bool IsBound(CommandSpec c) => UnitAccess.IsTrigger(c.Operation) || c.Operation == PimOperation.Mode;

    private void Load(ProgramBuilder builder, PagePlace page, RowState rows)
    {
        if (!rows.Known)
        {
            throw new InternalErrorException("a page of a unit's program is loaded where the open row depends on the iteration");
        }

        if (rows.Opened is not null)
        {
            builder.Command(commands.PrechargeAll, default);
        }

        builder.Command(commands.ActivateAll, new CommandOperands { Row = page.Place.Row }, [.. page.Steps.Where(s => s.Field == OperandField.Row)]);
        OperandStride[] columns = [.. page.Steps.Where(s => s.Field == OperandField.Column)];
        int perColumn = store.EntriesPerColumn;
        var first = new CommandOperands { Parity = (byte)page.Place.Parity, Column = (short)page.Place.Column };
        byte depth = (byte)(builder.Depth + 1);
        if (page.Columns > 1 && depth < PimProgram.MaxDepth)
        {
            builder.Loop(page.Columns, () => builder.Command(
                loadProgram,
                first,
                [.. columns, new OperandStride(depth, OperandField.Column, 1), new OperandStride(depth, OperandField.Entry, perColumn)]));
        }
        else
        {
            for (int c = 0; c < page.Columns; c++)
            {
                builder.Command(loadProgram, first with { Column = (short)(first.Column + c), Entry = (short)(c * perColumn) }, columns);
            }
        }

        builder.Command(commands.PrechargeAll, default);
        if (rows.Opened is { } opened)
        {
            builder.Command(opened.Command, opened.Operands, opened.Strides);
        }
    }

    private static void Copy(ProgramBuilder builder, ProgramInstruction i)
    {
        builder.SetLayer(i.Layer);
        switch (i.Opcode)
        {
            case ProgramOpcode.LoopBegin:
                builder.BeginLoop(i.Number);
                break;
            case ProgramOpcode.LoopEnd:
                builder.EndLoop();
                break;
            case ProgramOpcode.Barrier:
                builder.Barrier(i.HostCycles);
                break;
            case ProgramOpcode.Mark:
                builder.Mark();
                break;
            default:
                builder.Command(i.Command, i.Operands, i.Strides);
                break;
        }
    }
}
