namespace PimSim.Bits;

/// <summary>
/// A <see cref="PackedPanel"/> as table indices. A byte shuffle is a table look-up in every lane: with the group of
/// bits of the left row choosing the table, and the same group of an output as index, one shuffle does XOR and
/// popcount for all lanes. Block q holds, for each group of K, <see cref="Lanes"/> bytes, one an output.
/// </summary>
/// <remarks>
/// Byte p of a register is output (Lanes / 4) * (p % 4) + p / 4 of its block: widening bytes to 32 bits by masks and shifts
/// then yields outputs in order. Outputs and bits of K past the end are 0.
/// </remarks>
internal sealed class LookupIndex
{
    private readonly AlignedBytes _bytes;

    private LookupIndex(PackedPanel panel, int groupBits, int lanes)
    {
        GroupBits = groupBits;
        Lanes = lanes;
        Groups = (int)(((long)panel.Columns + groupBits - 1) / groupBits);
        Blocks = (int)(((long)panel.Outputs + lanes - 1) / lanes);
        _bytes = new AlignedBytes((long)Blocks * Groups * lanes, nameof(panel));
        Fill(panel);
    }

    /// <summary>Bits of K in one index: 4 or 6.</summary>
    public int GroupBits { get; }

    /// <summary>Outputs in one register: 32 or 64.</summary>
    public int Lanes { get; }

    /// <summary>Groups of K: ceil(K / GroupBits).</summary>
    public int Groups { get; }

    /// <summary>Registers of outputs: ceil(outputs / Lanes).</summary>
    public int Blocks { get; }

    /// <summary>Blocks x Groups x Lanes bytes at a cache line; valid while this object is kept alive.</summary>
    public unsafe byte* Pointer => _bytes.Pointer;

    /// <summary>For a 16-entry byte shuffle of 256 bits.</summary>
    public static LookupIndex ForNibbles(PackedPanel panel) => new(panel, 4, 32);

    /// <summary>For a 64-entry byte permutation of 512 bits.</summary>
    public static LookupIndex ForSextets(PackedPanel panel) => new(panel, 6, 64);

    /// <summary>Table t, t below 2^groupBits, is popcount(t XOR i) for i below 2^groupBits, repeated to fill a register.</summary>
    public static AlignedBytes Tables(int groupBits, int lanes)
    {
        int entries = 1 << groupBits;
        var tables = new AlignedBytes(entries * lanes, nameof(groupBits));
        Span<byte> bytes = tables.Span;
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)System.Numerics.BitOperations.PopCount((uint)((i / lanes) ^ (i % entries)));
        }

        return tables;
    }

    /// <summary>Rewrites the indices from the panel they were made of.</summary>
    public void Fill(PackedPanel panel)
    {
        Span<byte> bytes = _bytes.Span;
        ulong mask = (1UL << GroupBits) - 1;
        for (int o = 0; o < panel.Outputs; o++)
        {
            int lane = o % Lanes;
            int at = (o / Lanes * Groups * Lanes) + (lane % (Lanes / 4) * 4) + (lane / (Lanes / 4));
            for (int g = 0; g < Groups; g++, at += Lanes)
            {
                int bit = g * GroupBits, word = bit >> 6, shift = bit & 63;
                ulong group = panel.Word(o, word) >> shift;
                if (shift + GroupBits > 64 && word + 1 < panel.WordsPerRow)
                {
                    group |= panel.Word(o, word + 1) << (64 - shift);
                }

                bytes[at] = (byte)(group & mask);
            }
        }
    }
}
