using System.Runtime.CompilerServices;

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

    /// <summary>The way back to a command at the beginning of the loop that ends after it.</summary>
    public const ulong Again = 3;

    private readonly ProgramInstruction[] instructions = program.Instructions;
    private readonly int[] counters = new int[PimProgram.MaxDepth];
    private readonly int[] before = new int[PimProgram.MaxDepth];

    /// <summary>Loop counters, outermost first.</summary>
    public Span<int> Counters => counters;

    /// <summary>True since an iteration of an outermost loop began; whoever watches sets it back.</summary>
    public bool OuterIteration { get; set; }

    /// <summary>
    /// What follows the command at <paramref name="position"/>: -1 where it is a command; depth and iterations of a loop that ends there and
    /// begins with a command again; 0 for anything else. An outermost loop is something else, so that its iterations are noticed.
    /// </summary>
    public (int Depth, int Limit) Inner(int position)
    {
        ProgramInstruction? next = position + 1 < instructions.Length ? instructions[position + 1] : null;
        return next switch
        {
            { Opcode: ProgramOpcode.Command } => (0, -1),
            { Opcode: ProgramOpcode.LoopEnd, Depth: > 0 } when instructions[next.Target + 1].Opcode == ProgramOpcode.Command => (next.Depth, instructions[next.Target].Number),
            _ => (0, 0),
        };
    }

    /// <summary>
    /// Moves on from the command of a node. The way is a bit for each end of a loop, set when it went back to the beginning,
    /// after a leading one.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Advance(in StepNode node)
    {
        if (node.LoopLimit < 0)
        {
            return Straight;
        }

        ref int counter = ref counters[node.LoopDepth];
        if (counter + 1 < node.LoopLimit)
        {
            counter++;
            return Again;
        }

        return Wander(node.Position + 1);
    }

    /// <summary>Takes back the last <see cref="Advance"/>, from this node, that went this way.</summary>
    public void TakeBack(in StepNode node, ulong path)
    {
        if (node.LoopLimit < 0)
        {
            return;
        }

        if (node.LoopLimit > 0 && path == Again)
        {
            counters[node.LoopDepth]--;
            return;
        }

        before.CopyTo(counters, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ulong Wander(int position)
    {
        counters.CopyTo(before, 0);
        ulong path = Straight;
        bool fits = true;
        while (position < instructions.Length)
        {
            ProgramInstruction i = instructions[position];
            switch (i.Opcode)
            {
                case ProgramOpcode.Command:
                    return fits ? path : Unknown;
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
