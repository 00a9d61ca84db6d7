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
    public IEnumerable<(ProgramInstruction Command, long Times)> CommandsWithTimes() => Walk().Select(c => (c.Command, Product(c.Loops)));

    /// <summary>The same by row: a command whose row is stepped by its loops comes once for each step.</summary>
    public IEnumerable<(ProgramInstruction Command, int Row, long Times)> CommandsByRow()
    {
        foreach ((ProgramInstruction command, List<int> loops) in Walk())
        {
            long times = Product(loops);
            IEnumerable<int> rows = times > 0 ? [command.Operands.Row] : [];
            foreach (IGrouping<byte, OperandStride> strides in command.Strides.Where(s => s.Field == OperandField.Row).GroupBy(s => s.Depth))
            {
                int count = loops[strides.Key];
                int step = strides.Sum(s => s.Step);
                times /= Math.Max(1, count);
                rows = rows.SelectMany(row => Enumerable.Range(0, count).Select(n => row + (n * step)));
            }

            foreach (int row in rows)
            {
                yield return (command, row, times);
            }
        }
    }

    private static long Product(List<int> loops) => loops.Aggregate(1L, (product, count) => product * count);

    /// <summary>The commands with the iterations of the loops around them, outermost first; the list is good until the next command.</summary>
    private IEnumerable<(ProgramInstruction Command, List<int> Loops)> Walk()
    {
        List<int> loops = [];
        foreach (ProgramInstruction i in Instructions)
        {
            switch (i.Opcode)
            {
                case ProgramOpcode.LoopBegin:
                    loops.Add(i.Number);
                    break;
                case ProgramOpcode.LoopEnd:
                    loops.RemoveAt(loops.Count - 1);
                    break;
                case ProgramOpcode.Command:
                    yield return (i, loops);
                    break;
                default:
                    break;
            }
        }
    }
}
