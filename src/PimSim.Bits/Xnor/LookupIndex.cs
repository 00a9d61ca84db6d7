using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PimSim.Bits;

/// <summary>
/// A <see cref="PackedPanel"/> as table indices. A byte shuffle is a table look-up in every lane: with the group of
/// bits of the left row choosing the table, and the same group of an output as index, one shuffle does XOR and
/// popcount for all lanes. Block q holds, for each group of K, <see cref="Lanes"/> bytes, one an output.
/// </summary>
/// <remarks>
/// Byte p of a register is output (Lanes / 4) * (p % 4) + p / 4 of its block: widening bytes to 32 bits by masks and shifts
/// then yields outputs in order. Outputs and bits of K past the end are 0. Needs BMI2, as the kernels that use it do.
/// </remarks>
internal sealed class LookupIndex
{
    /// <summary>Groups of an index for nibbles are a multiple of this.</summary>
    public const int NibbleMultiple = 3;

    private readonly AlignedBytes bytes;

    private LookupIndex(PackedPanel panel, int groupBits, int multiple, int lanes)
    {
        int bits = groupBits * multiple;
        GroupBits = groupBits;
        Lanes = lanes;
        Groups = (int)(((long)panel.Columns + bits - 1) / bits * multiple);
        Blocks = (int)(((long)panel.Outputs + lanes - 1) / lanes);
        bytes = new AlignedBytes((long)Blocks * Groups * lanes, nameof(panel));
        Fill(panel);
    }

    /// <summary>Bits of K in one index: 4 or 6.</summary>
    public int GroupBits { get; }

    /// <summary>Outputs in one register: 32 or 64.</summary>
    public int Lanes { get; }

    /// <summary>Groups of K: ceil(K / GroupBits), for nibbles rounded up to a multiple of <see cref="NibbleMultiple"/>.</summary>
    public int Groups { get; }

    /// <summary>Registers of outputs: ceil(outputs / Lanes).</summary>
    public int Blocks { get; }

    /// <summary>Blocks x Groups x Lanes bytes at a cache line; valid while this object is kept alive.</summary>
    public unsafe byte* Pointer => bytes.Pointer;

    /// <summary>For a 16-entry byte shuffle of 256 bits.</summary>
    public static LookupIndex ForNibbles(PackedPanel panel) => new(panel, 4, NibbleMultiple, 32);

    /// <summary>For a 64-entry byte permutation of 512 bits.</summary>
    public static LookupIndex ForSextets(PackedPanel panel) => new(panel, 6, 1, 64);

    /// <summary>Rewrites the indices from the panel they were made of.</summary>
    public unsafe void Fill(PackedPanel panel)
    {
        int quarter = Lanes / 4;
        for (int block = 0; block < Blocks; block++)
        {
            byte* target = Pointer + ((long)block * Groups * Lanes);
            for (int i = 0; i < quarter; i++)
            {
                FillFour(panel, (block * Lanes) + i, target + (i * 4));
            }
        }

        GC.KeepAlive(panel);
    }

    /// <summary>Writes the outputs o, o + Lanes / 4, ... of a block, which are neighbouring bytes, for all groups.</summary>
    private unsafe void FillFour(PackedPanel panel, int o, byte* target)
    {
        const int Step = 8;
        int quarter = Lanes / 4;
        for (int g = 0; g < Groups; g += Step)
        {
            Vector128<byte> a = Spread(panel, o, g), b = Spread(panel, o + quarter, g);
            Vector128<byte> c = Spread(panel, o + (2 * quarter), g), d = Spread(panel, o + (3 * quarter), g);
            Vector128<ushort> ab = Sse2.UnpackLow(a, b).AsUInt16(), cd = Sse2.UnpackLow(c, d).AsUInt16();
            Vector128<uint> first = Sse2.UnpackLow(ab, cd).AsUInt32(), last = Sse2.UnpackHigh(ab, cd).AsUInt32();
            int live = Math.Min(Step, Groups - g);
            for (int j = 0; j < live; j++, target += Lanes)
            {
                *(uint*)target = j < Step / 2 ? first.GetElement(j) : last.GetElement(j - (Step / 2));
            }
        }
    }

    /// <summary>Eight groups of an output from <paramref name="group"/> on, a byte each; 0 for an output past the end.</summary>
    private unsafe Vector128<byte> Spread(PackedPanel panel, int output, int group)
    {
        int bit = group * GroupBits, word = bit >> 6, shift = bit & 63;
        if (output >= panel.Outputs || word >= panel.WordsPerRow)
        {
            return Vector128<byte>.Zero;
        }

        ulong* words = panel.Pointer + ((((long)(output / PackedPanel.Width) * panel.WordsPerRow) + word) * PackedPanel.Width) + (output % PackedPanel.Width);
        ulong chunk = words[0] >> shift;
        if (shift > 0 && word + 1 < panel.WordsPerRow)
        {
            chunk |= words[PackedPanel.Width] << (64 - shift);
        }

        return Vector128.CreateScalarUnsafe(Bmi2.X64.ParallelBitDeposit(chunk, LookupRow.ByteMask(GroupBits))).AsByte();
    }
}
