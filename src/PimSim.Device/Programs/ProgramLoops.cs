namespace PimSim.Device;

/// <summary>What is fixed about the loops of a program: which enclose an instruction, and what can tell their iterations apart.</summary>
internal sealed class ProgramLoops
{
    private readonly int[] depths;
    private readonly int[] limits;

    public ProgramLoops(PimProgram program)
    {
        Program = program;
        ProgramInstruction[] instructions = program.Instructions;
        depths = new int[instructions.Length + 1];
        limits = new int[(instructions.Length + 1) * PimProgram.MaxDepth];
        Span<int> open = stackalloc int[PimProgram.MaxDepth];
        long times = 1;
        var enclosing = new Stack<long>();
        int depth = 0;
        for (int p = 0; p < instructions.Length; p++)
        {
            ProgramInstruction i = instructions[p];
            switch (i.Opcode)
            {
                case ProgramOpcode.LoopBegin:
                    open[depth++] = i.Number;
                    enclosing.Push(times);
                    times *= i.Number;
                    break;
                case ProgramOpcode.LoopEnd:
                    depth--;
                    times = enclosing.Pop();
                    break;
                case ProgramOpcode.Barrier:
                    Barriers += times;
                    break;
                case ProgramOpcode.Command:
                    Steps += times;
                    foreach (OperandStride s in i.Strides.Where(s => s.Field == OperandField.Bank))
                    {
                        BankDepths |= 1 << s.Depth;
                    }

                    break;
                default:
                    break;
            }

            depths[p] = depth;
            open[..depth].CopyTo(limits.AsSpan(p * PimProgram.MaxDepth));
        }

        Commands = [.. instructions.Where(i => i.Opcode == ProgramOpcode.Command).Select(i => i.Command).Distinct().Order()];
    }

    /// <summary>The program.</summary>
    public PimProgram Program { get; }

    /// <summary>Barriers that a run of the program passes.</summary>
    public long Barriers { get; }

    /// <summary>Commands that a run of the program issues.</summary>
    public long Steps { get; }

    /// <summary>Bit mask of loop depths whose counter chooses a bank: iterations of these loops differ.</summary>
    public int BankDepths { get; }

    /// <summary>Ids of the commands that occur.</summary>
    public int[] Commands { get; }

    /// <summary>Loops around the instruction at <paramref name="position"/>.</summary>
    public int Depth(int position) => depths[position];

    /// <summary>Iterations of the loop at <paramref name="depth"/> around the instruction at <paramref name="position"/>.</summary>
    public int Iterations(int position, int depth) => limits[(position * PimProgram.MaxDepth) + depth];
}
