using PimSim.Core;
using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// What the instruction store is loaded with. With the host's sequencer units take all operands from the commands, and the words are there so that their load is
/// timed and traces can be read: one a step, [30:24] vector operation, or <see cref="WriteBack"/>, + 1, [23] parity, [22:0] columns; 0 ends. With the device's
/// they are what units execute.
/// </summary>
internal static class KernelInstructions
{
    /// <summary>Code of a write-back, beyond all vector operations.</summary>
    public const int WriteBack = 0x7E;

    private const int MaxColumns = (1 << 23) - 1;

    /// <summary>The words of a kernel.</summary>
    public static IReadOnlyList<uint> Words(KernelLayout layout)
    {
        List<uint> words = [];
        if (layout.Shape.Kind == KernelKind.Gemv)
        {
            long odd = layout.InputTiles / KernelLayout.Parities;
            words.Add(Word((int)VectorOperation.MultiplyAddLanes, 0, (layout.InputTiles - odd) * layout.TileColumns));
            words.Add(Word((int)VectorOperation.MultiplyAddLanes, 1, odd * layout.TileColumns));
            words.Add(Word(WriteBack, 1, layout.Vectors));
        }
        else
        {
            for (int parity = 0; parity < KernelLayout.Parities; parity++)
            {
                words.Add(Word((int)ElementwiseLowering.First(layout.Shape.Kind), parity, layout.Vectors));
                if (layout.Operands > 1)
                {
                    words.Add(Word((int)ElementwiseLowering.Second(layout.Shape.Kind), parity, layout.Vectors));
                }

                words.Add(Word(WriteBack, parity, layout.Vectors));
            }
        }

        words.Add(0);
        return words;
    }

    /// <summary>What the commands of <paramref name="program"/> have units do, as entries of the store; all of it is loaded at once.</summary>
    /// <exception cref="UserErrorException">PIM0496: it does not fit.</exception>
    public static IReadOnlyList<uint> Executed(KernelLayout layout, PimProgram program)
    {
        int capacity = layout.Model.Unit!.InstructionEntries;
        IReadOnlyList<StreamNode> stream = InstructionStream.Of(program, layout.Model.Standard, capacity);
        int needed = stream.Sum(n => n.Entries(0));
        if (needed > capacity)
        {
            throw new UserErrorException(
                "PIM0496",
                $"the kernel's instructions take {needed} entries; the unit's instruction store holds {capacity}, and kernels load it once",
                null,
                "set unit.instructionEntries to a larger number, or unit.sequencer to host");
        }

        return PageEncoder.Encode(new ProgramPage(stream, []), layout.Model.Standard, 1).Variants[0];
    }

    /// <summary>Words of the store as bus words: every chip gets all of them.</summary>
    public static IReadOnlyList<byte[]> BusWords(KernelLayout layout, IReadOnlyList<uint> words)
    {
        int perLoad = layout.Organization.ChipAccessBits / 32;
        var bus = new KernelBus(layout);
        return [.. words.Chunk(perLoad).Select(bus.Words)];
    }

    private static uint Word(int operation, int parity, long columns) =>
        ((uint)(operation + 1) << 24) | ((uint)parity << 23) | (uint)Math.Min(columns, MaxColumns);
}
