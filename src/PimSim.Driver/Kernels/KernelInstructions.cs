using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// What the instruction store is loaded with: one word a step, [30:24] vector operation, or <see cref="WriteBack"/>, + 1, [23] parity, [22:0] columns; 0 ends.
/// The units here take all operands from the commands; the words are there so that their load is timed and traces can be read.
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

    /// <summary>The same as bus words: every chip gets all of them.</summary>
    public static IReadOnlyList<byte[]> BusWords(KernelLayout layout)
    {
        IReadOnlyList<uint> words = Words(layout);
        int perLoad = layout.Organization.ChipAccessBits / 32;
        var bus = new KernelBus(layout);
        return [.. words.Chunk(perLoad).Select(bus.Words)];
    }

    private static uint Word(int operation, int parity, long columns) =>
        ((uint)(operation + 1) << 24) | ((uint)parity << 23) | (uint)Math.Min(columns, MaxColumns);
}
