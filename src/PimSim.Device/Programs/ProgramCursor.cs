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

    public ProgramCursor(PimProgram program)
    {
        instructions = program.Instructions;
        Settle();
    }

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
                    position = ++counters[i.Depth] < instructions[i.Target].Number ? i.Target + 1 : position + 1;
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
