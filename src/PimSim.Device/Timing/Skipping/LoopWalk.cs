namespace PimSim.Device;

/// <summary>
/// The loop counters of a program between two commands, without a cursor: moves on from one command to the next and writes down the
/// way. From equal commands, equal ways lead over the same marks and barriers to the same command.
/// </summary>
internal sealed class LoopWalk(PimProgram program)
{
    /// <summary>A way that does not fit into a number, and so is not known.</summary>
    public const ulong Unknown = 0;

    /// <summary>The way to a command that follows at once.</summary>
    public const ulong Straight = 1;

    private const ulong Again = 3;

    private readonly ProgramInstruction[] instructions = program.Instructions;
    private readonly (int Depth, int Limit)[] inner = FindInner(program.Instructions);
    private readonly int[] counters = new int[PimProgram.MaxDepth];
    private readonly int[] before = new int[PimProgram.MaxDepth];

    /// <summary>Loop counters, outermost first.</summary>
    public Span<int> Counters => counters;

    /// <summary>True since an iteration of an outermost loop began; whoever watches sets it back.</summary>
    public bool OuterIteration { get; set; }

    /// <summary>
    /// Moves on from the command at <paramref name="position"/>. The way is a bit for each end of a loop, set when it went back
    /// to the beginning, after a leading one.
    /// </summary>
    public ulong Advance(int position)
    {
        (int depth, int limit) = inner[position];
        if (limit < 0)
        {
            return Straight;
        }

        if (counters[depth] + 1 < limit)
        {
            counters[depth]++;
            return Again;
        }

        counters.CopyTo(before, 0);
        return Wander(position + 1);
    }

    /// <summary>Takes back <see cref="Advance"/> from <paramref name="position"/>, the last one, that went this way.</summary>
    public void TakeBack(int position, ulong path)
    {
        (int depth, int limit) = inner[position];
        if (limit < 0)
        {
            return;
        }

        if (limit > 0 && path == Again)
        {
            counters[depth]--;
            return;
        }

        before.CopyTo(counters, 0);
    }

    /// <summary>
    /// By position: -1 where a command follows; depth and iterations of a loop that ends here and begins with a command again; 0
    /// for anything else. An outermost loop is something else, so that <see cref="Wander"/> sees its iterations.
    /// </summary>
    private static (int Depth, int Limit)[] FindInner(ProgramInstruction[] instructions)
    {
        var result = new (int Depth, int Limit)[instructions.Length];
        for (int p = 0; p < instructions.Length; p++)
        {
            ProgramInstruction? next = p + 1 < instructions.Length ? instructions[p + 1] : null;
            result[p] = next switch
            {
                { Opcode: ProgramOpcode.Command } => (0, -1),
                { Opcode: ProgramOpcode.LoopEnd, Depth: > 0 } when instructions[next.Target + 1].Opcode == ProgramOpcode.Command => (next.Depth, instructions[next.Target].Number),
                _ => (0, 0),
            };
        }

        return result;
    }

    private ulong Wander(int position)
    {
        ulong path = Straight;
        bool fits = true;
        while (position < instructions.Length && instructions[position].Opcode != ProgramOpcode.Command)
        {
            ProgramInstruction i = instructions[position];
            switch (i.Opcode)
            {
                case ProgramOpcode.LoopBegin:
                    counters[i.Depth] = 0;
                    position = i.Number > 0 ? position + 1 : i.Target + 1;
                    break;
                case ProgramOpcode.LoopEnd:
                    bool again = ++counters[i.Depth] < instructions[i.Target].Number;
                    OuterIteration |= again && i.Depth == 0;
                    fits &= path >> 62 == 0;
                    path = (path << 1) | (again ? 1UL : 0UL);
                    position = again ? i.Target + 1 : position + 1;
                    break;
                default:
                    position++;
                    break;
            }
        }

        return fits ? path : Unknown;
    }
}
