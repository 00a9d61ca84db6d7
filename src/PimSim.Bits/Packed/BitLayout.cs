using System.Runtime.Intrinsics;

namespace PimSim.Bits;

/// <summary>The packing rule all packed types share: element k of a row is bit k % 64 of word k / 64.</summary>
internal static class BitLayout
{
    public const int WordBits = 64;

    /// <summary>Words that hold <paramref name="bits"/> bits, the last one padded with zeros.</summary>
    public static int Words(int bits) => (int)(((long)bits + WordBits - 1) / WordBits);

    /// <summary>Length of an array of that many words, refused where it exceeds what one array can hold.</summary>
    public static int CheckedLength(long rows, long wordsPerRow, string parameter)
    {
        long length = rows * wordsPerRow;
        if (length > Array.MaxLength)
        {
            throw new ArgumentException($"{rows} rows of {wordsPerRow} words exceed one array", parameter);
        }

        return (int)length;
    }

    public static bool Get(ReadOnlySpan<ulong> row, int element) => ((row[element >> 6] >> (element & 63)) & 1) != 0;

    public static void Set(Span<ulong> row, int element, bool value)
    {
        ulong mask = 1UL << (element & 63);
        ref ulong word = ref row[element >> 6];
        word = value ? word | mask : word & ~mask;
    }

    /// <summary>Packs the signs of one row: negative is bit 1; +0, -0 and NaN are +1. Clears the tail.</summary>
    public static void PackSigns(ReadOnlySpan<float> values, Span<ulong> row)
    {
        row.Clear();
        int i = 0;
        for (; Vector256.IsHardwareAccelerated && i <= values.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            Vector256<float> some = Vector256.Create(values.Slice(i, Vector256<float>.Count));
            row[i >> 6] |= (ulong)Vector256.LessThan(some, Vector256<float>.Zero).ExtractMostSignificantBits() << (i & 63);
        }

        for (; i < values.Length; i++)
        {
            row[i >> 6] |= (values[i] < 0 ? 1UL : 0UL) << (i & 63);
        }
    }

    /// <summary>Packs the signs of one row: negative is bit 1. Clears the tail.</summary>
    public static void PackSigns(ReadOnlySpan<sbyte> values, Span<ulong> row)
    {
        row.Clear();
        for (int i = 0; i < values.Length; i++)
        {
            row[i >> 6] |= (ulong)((uint)values[i] >> 31) << (i & 63);
        }
    }
}
