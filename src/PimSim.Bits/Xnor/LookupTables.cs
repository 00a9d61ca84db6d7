using System.Numerics;

namespace PimSim.Bits;

/// <summary>Tables of popcount(row bits XOR output bits), one for each value of a group of row bits.</summary>
internal static class LookupTables
{
    /// <summary>log2 of the bytes between two tables of <see cref="Nibbles"/>.</summary>
    public const int Log2NibbleTable = 5;

    /// <summary>log2 of the bytes between two tables of <see cref="Sextets"/>.</summary>
    public const int Log2SextetTable = 6;

    /// <summary>For a 16-entry shuffle: table t at byte 32 t, its 16 entries twice.</summary>
    public static AlignedBytes Nibbles() => Create(4, Log2NibbleTable);

    /// <summary>For a 64-entry permutation: table t at byte 64 t.</summary>
    public static AlignedBytes Sextets() => Create(6, Log2SextetTable);

    private static AlignedBytes Create(int groupBits, int log2TableBytes)
    {
        int values = 1 << groupBits;
        var tables = new AlignedBytes(values << log2TableBytes, nameof(groupBits));
        Span<byte> bytes = tables.Span;
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)BitOperations.PopCount((uint)((i >> log2TableBytes) ^ (i % values)));
        }

        return tables;
    }
}
