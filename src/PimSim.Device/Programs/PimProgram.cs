namespace PimSim.Device;

/// <summary>
/// Commands with loops and address strides for one processing domain. It determines timing and energy; the bits that
/// come out follow from it and the cells.
/// </summary>
public sealed class PimProgram
{
    /// <summary>Loops may nest this deep.</summary>
    public const int MaxDepth = 8;

    internal PimProgram(ProgramInstruction[] instructions, int layers)
    {
        Instructions = instructions;
        Layers = layers;
    }

    /// <summary>The instructions, loops in line.</summary>
    public IReadOnlyList<ProgramInstruction> InstructionList => Instructions;

    /// <summary>Number of layers that instructions count to.</summary>
    public int Layers { get; }

    internal ProgramInstruction[] Instructions { get; }

    /// <summary>The commands in the order of the program, each with how often its loops have it issued.</summary>
    public IEnumerable<(ProgramInstruction Command, long Times)> CommandsWithTimes()
    {
        var times = new Stack<long>([1]);
        foreach (ProgramInstruction i in Instructions)
        {
            switch (i.Opcode)
            {
                case ProgramOpcode.LoopBegin:
                    times.Push(times.Peek() * i.Number);
                    break;
                case ProgramOpcode.LoopEnd:
                    times.Pop();
                    break;
                case ProgramOpcode.Command:
                    yield return (i, times.Peek());
                    break;
                default:
                    break;
            }
        }
    }
}
