using System.Numerics;

namespace PimSim.Bits;

/// <summary>Tables of popcount(row bits XOR output bits), one for each value of a group of row bits.</summary>
internal static class LookupTables
{
    /// <summary>log2 of the bytes between two tables of <see cref="NibblePairs"/>.</summary>
    public const int Log2NibblePairTable = 4;

    /// <summary>log2 of the bytes between two tables of <see cref="Sextets"/>.</summary>
    public const int Log2SextetTable = 6;

    private const int Nibble = 16;

    /// <summary>
    /// For a 16-entry shuffle that serves two rows: table low + 16 high at byte 16 (low + 16 high); an entry has the low row's
    /// count in its lower half and the high row's in its upper.
    /// </summary>
    public static AlignedBytes NibblePairs()
    {
        var tables = new AlignedBytes(Nibble * Nibble * Nibble, nameof(Nibble));
        Span<byte> bytes = tables.Span;
        for (int i = 0; i < bytes.Length; i++)
        {
            int entry = i % Nibble, low = i / Nibble % Nibble, high = i / (Nibble * Nibble);
            bytes[i] = (byte)(BitOperations.PopCount((uint)(low ^ entry)) + (Nibble * BitOperations.PopCount((uint)(high ^ entry))));
        }

        return tables;
    }

    /// <summary>For a 64-entry permutation: table t at byte 64 t.</summary>
    public static AlignedBytes Sextets()
    {
        const int Values = 1 << Log2SextetTable;
        var tables = new AlignedBytes(Values << Log2SextetTable, nameof(Values));
        Span<byte> bytes = tables.Span;
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)BitOperations.PopCount((uint)((i >> Log2SextetTable) ^ (i % Values)));
        }

        return tables;
    }
}
