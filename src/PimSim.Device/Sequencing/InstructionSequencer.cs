using PimSim.Models;

namespace PimSim.Device;

/// <summary>
/// The instruction store of a unit, with a program counter and the loops that are open. Whatever the store holds, a
/// trigger gets an instruction or none within a bounded number of entries.
/// </summary>
internal sealed class InstructionSequencer
{
    private readonly uint[] store;
    private readonly int[] begins = new int[InstructionFormat.Loops];
    private readonly int[] iterations = new int[InstructionFormat.Loops];
    private readonly int[] counters = new int[InstructionFormat.Loops];
    private int next;
    private int open;

    public InstructionSequencer(int entries)
    {
        store = new uint[entries];
    }

    public ReadOnlySpan<uint> Store => store;

    /// <summary>Loads <paramref name="count"/> entries, as far as they fit, and starts over at the first entry of the store.</summary>
    public void Load(int entry, ReadOnlySpan<ulong> column, int count)
    {
        for (int i = 0; i < count && entry + i < store.Length; i++)
        {
            store[entry + i] = (uint)(column[i / 2] >> (i % 2 * 32));
        }

        next = 0;
        open = 0;
    }

    /// <summary>A command triggers the next instruction: loops and steps before it take no time. False when there is none.</summary>
    public bool Next(out PimOperation operation, out CommandOperands operands)
    {
        Span<int> steps = stackalloc int[4];
        steps.Clear();
        byte secondStride = 0;

        // A sound program passes each entry at most twice between two instructions.
        for (int passed = 0; passed <= 2 * store.Length && next < store.Length; passed++)
        {
            uint entry = store[next++];
            SequencerOpcode opcode = InstructionFormat.Opcode(entry);
            switch (opcode)
            {
                case SequencerOpcode.LoopBegin when open < InstructionFormat.Loops:
                    begins[open] = next;
                    iterations[open] = (int)(entry >> 5);
                    counters[open++] = 0;
                    continue;
                case SequencerOpcode.LoopEnd when open > 0:
                    EndIteration();
                    continue;
                case SequencerOpcode.Step:
                    AddStep(entry, steps);
                    continue;
                case SequencerOpcode.SecondStride:
                    secondStride = (byte)(entry >> 5);
                    continue;
                case SequencerOpcode.Halt or SequencerOpcode.LoopBegin or SequencerOpcode.LoopEnd:
                    next = store.Length;
                    continue;
                default:
                    break;
            }

            ulong instruction = entry;
            if (!InstructionFormat.IsShort(opcode))
            {
                instruction |= next < store.Length ? (ulong)store[next] << InstructionFormat.EntryBits : 0;
                next++;
            }

            operation = InstructionFormat.Operation(opcode);
            operands = InstructionFormat.Operands(instruction, opcode, steps, secondStride);
            return operation != PimOperation.None;
        }

        next = store.Length;
        operation = PimOperation.None;
        operands = default;
        return false;
    }

    private void EndIteration()
    {
        int loop = open - 1;
        if (++counters[loop] < iterations[loop])
        {
            next = begins[loop];
        }
        else
        {
            open--;
        }
    }

    /// <summary>A step with a loop that is not open adds nothing.</summary>
    private void AddStep(uint entry, Span<int> steps)
    {
        int loop = open - 1 - (int)((entry >> 7) & 7);
        if (loop >= 0)
        {
            unchecked
            {
                steps[(int)((entry >> 5) & 3)] += ((int)entry >> 10) * counters[loop];
            }
        }
    }
}
