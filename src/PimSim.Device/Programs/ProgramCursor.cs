using System.Runtime.CompilerServices;
using PimSim.Models;

namespace PimSim.Device;

/// <summary>Walks a program: stops at every command, barrier and mark, with loops unrolled in time.</summary>
internal struct ProgramCursor
{
    private readonly ProgramInstruction[] instructions;
    private Counters counters;
    private int position;
    private CommandOperands operands;
    private int openLoops;

    public ProgramCursor(PimProgram program)
    {
        instructions = program.Instructions;
        Settle();
    }

    /// <summary>Index of the instruction that it stands at; the number of instructions at the end.</summary>
    public readonly int Position => position;

    /// <summary>Loops taken from their ends back to their beginnings so far.</summary>
    public int BackEdges { get; private set; }

    /// <summary>Of the loops that were open when <see cref="Watch"/> was called: how many, from outside, were not left since.</summary>
    public readonly int WatchedLoops => openLoops;

    /// <summary>Iterations that the innermost of these has begun since.</summary>
    public int WatchedIterations { get; private set; }

    /// <summary>True when the program is over.</summary>
    public readonly bool AtEnd => position >= instructions.Length;

    /// <summary>The instruction that it stands at.</summary>
    public readonly ProgramInstruction Current => instructions[position];

    /// <summary>Operands of the current command, with the loop counters put in.</summary>
    public readonly CommandOperands Operands => operands;

    /// <summary>Goes on to the next command, barrier or mark.</summary>
    public void Advance()
    {
        position++;
        Settle();
    }

    /// <summary>From here on notes which of the <paramref name="depth"/> loops around the current instruction are left or begun anew.</summary>
    public void Watch(int depth)
    {
        openLoops = depth;
        WatchedIterations = 0;
    }

    /// <summary>Copies the loop counters, outermost first.</summary>
    public readonly void CopyCounters(Span<int> to) => ((ReadOnlySpan<int>)counters).CopyTo(to);

    /// <summary>Goes to a command, barrier, mark or the end, with these loop counters.</summary>
    public void MoveTo(int instruction, ReadOnlySpan<int> loopCounters)
    {
        loopCounters.CopyTo(counters);
        position = instruction;
        Settle();
    }

    private void Settle()
    {
        while (position < instructions.Length)
        {
            ProgramInstruction i = instructions[position];
            switch (i.Opcode)
            {
                case ProgramOpcode.LoopBegin:
                    counters[i.Depth] = 0;
                    position = i.Number > 0 ? position + 1 : i.Target + 1;
                    break;
                case ProgramOpcode.LoopEnd:
                    EndIteration(i);
                    break;
                case ProgramOpcode.Command:
                    operands = i.Operands;
                    foreach (OperandStride s in i.Strides)
                    {
                        Apply(s);
                    }

                    return;
                default:
                    return;
            }
        }
    }

    private void EndIteration(ProgramInstruction end)
    {
        bool again = ++counters[end.Depth] < instructions[end.Target].Number;
        position = again ? end.Target + 1 : position + 1;
        BackEdges += again ? 1 : 0;
        if (end.Depth < openLoops)
        {
            openLoops = again ? openLoops : end.Depth;
            WatchedIterations = again ? WatchedIterations + 1 : 0;
        }
    }

    private void Apply(OperandStride s)
    {
        int step = s.Step * counters[s.Depth];
        switch (s.Field)
        {
            case OperandField.Row:
                operands.Row += step;
                break;
            case OperandField.Bank:
                operands.Bank += (short)step;
                break;
            case OperandField.Column:
                operands.Column += (short)step;
                break;
            case OperandField.Parity:
                operands.Parity += (byte)step;
                break;
            case OperandField.Unit:
                operands.Unit += (byte)step;
                break;
            case OperandField.Register:
                operands.Register += (short)step;
                break;
            case OperandField.Accumulator:
                operands.Accumulator += (short)step;
                break;
            case OperandField.Entry:
                operands.Entry += (short)step;
                break;
            default:
                operands.Bit += (short)step;
                break;
        }
    }

    [InlineArray(PimProgram.MaxDepth)]
    private struct Counters
    {
        private int first;
    }
}
