using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PimSim.Bits;

/// <summary>Left rows of a look-up kernel: groups of bits as byte offsets into its tables.</summary>
internal static unsafe class LookupRow
{
    /// <summary>Bits of K that a kernel handles before it adds to the result; a whole number of 8 groups of 4 or 6 bits.</summary>
    public const int StageBits = 2016;

    /// <summary>Bits of K whose count fits a byte in every case; a whole number of groups of 4 or 6 bits.</summary>
    public const int ByteBits = 252;

    /// <summary>The lowest 4 or 6 bits of every byte.</summary>
    public static ulong ByteMask(int groupBits) => groupBits == 4 ? 0x0F0F0F0F0F0F0F0FUL : 0x3F3F3F3F3F3F3F3FUL;

    /// <summary>
    /// Writes (low group + 16 high group) * tableBytes for the 4-bit groups firstGroup to firstGroup + groups - 1 of two rows,
    /// rounded up to a multiple of 8 groups. <paramref name="firstGroup"/> is a multiple of 8; groups past the rows' end are 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PairOffsets(ulong* low, ulong* high, int words, int firstGroup, int groups, int log2TableBytes, ushort* offsets)
    {
        const int Step = 8, StepBytes = 4;
        int end = words * sizeof(ulong);
        int at = firstGroup / Step * StepBytes;
        for (int g = 0; g < groups; g += Step, at += StepBytes)
        {
            uint left = 0, right = 0;
            if (at < end)
            {
                left = Unsafe.ReadUnaligned<uint>((byte*)low + at);
                right = Unsafe.ReadUnaligned<uint>((byte*)high + at);
            }

            ulong spread = Bmi2.X64.ParallelBitDeposit(left, ByteMask(4)) | Bmi2.X64.ParallelBitDeposit(right, ~ByteMask(4));
            Vector128<ushort> wide = Vector128.WidenLower(Vector128.CreateScalarUnsafe(spread).AsByte());
            (wide << log2TableBytes).Store(offsets + g);
        }
    }

    /// <summary>
    /// Writes group * tableBytes for the groups firstGroup to firstGroup + groups - 1 of a row, rounded up to a multiple of 8
    /// groups. <paramref name="firstGroup"/> is a multiple of 8; groups past the row's end are 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Offsets(ulong* row, int words, int firstGroup, int groups, int groupBits, int log2TableBytes, ushort* offsets)
    {
        ulong mask = ByteMask(groupBits);
        byte* bytes = (byte*)row;
        int end = words * sizeof(ulong);
        int at = firstGroup / 8 * groupBits;
        for (int g = 0; g < groups; g += 8, at += groupBits)
        {
            ulong chunk = at + sizeof(ulong) <= end
                ? Unsafe.ReadUnaligned<ulong>(bytes + at)
                : row[words - 1] >> ((at + sizeof(ulong) - end) * 8);
            ulong spread = Bmi2.X64.ParallelBitDeposit(chunk, mask);
            Vector128<ushort> wide = Vector128.WidenLower(Vector128.CreateScalarUnsafe(spread).AsByte());
            (wide << log2TableBytes).Store(offsets + g);
        }
    }
}
