using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>Follows which row a program has open in front of each of its instructions, through all loops.</summary>
internal sealed class RowStates
{
    private readonly IReadOnlyList<ProgramInstruction> program;
    private readonly MemoryStandard standard;
    private readonly RowState[] before;

    public RowStates(PimProgram program, MemoryStandard standard)
    {
        this.program = program.InstructionList;
        this.standard = standard;
        before = new RowState[this.program.Count];
        Walk(0, this.program.Count, RowState.Closed);
    }

    /// <summary>The rows in front of instruction <paramref name="position"/>.</summary>
    public RowState Before(int position) => before[position];

    private RowState Walk(int from, int to, RowState state)
    {
        for (int p = from; p < to; p++)
        {
            before[p] = state;
            ProgramInstruction i = program[p];
            if (i.Opcode == ProgramOpcode.LoopBegin)
            {
                state = WalkLoop(p, state);
                p = i.Target;
            }
            else if (i.Opcode == ProgramOpcode.Command)
            {
                CommandEffects effects = standard.Commands[i.Command].Effects;
                state = (effects & CommandEffects.Opens) != CommandEffects.None ? new RowState(true, i)
                    : (effects & (CommandEffects.Closes | CommandEffects.SetsMode)) != CommandEffects.None ? RowState.Closed
                    : state;
            }
        }

        return state;
    }

    private RowState WalkLoop(int begin, RowState state)
    {
        ProgramInstruction loop = program[begin];
        RowState end = Walk(begin + 1, loop.Target, state);
        if (loop.Number > 1 && !end.IsSame(state))
        {
            end = Walk(begin + 1, loop.Target, RowState.Unknown);
        }

        before[loop.Target] = end;
        return loop.Number > 0 ? end.After(loop.Depth, loop.Number) : state;
    }
}
