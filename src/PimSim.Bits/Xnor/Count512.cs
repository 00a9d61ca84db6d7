using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PimSim.Bits;

/// <summary>Set bits of a 512-bit register by table shuffles (the runtime exposes no vector popcount).</summary>
internal static class Count512
{
    /// <summary>Set bits of each byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Bytes(Vector512<ulong> value)
    {
        Vector512<byte> nibble = Vector512.Create((byte)0x0F);
        Vector512<byte> table = Vector512.Create(Vector256.Create(Vector128.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4)));
        Vector512<byte> low = value.AsByte() & nibble;
        Vector512<byte> high = (value.AsUInt16() >>> 4).AsByte() & nibble;
        return Avx512BW.Shuffle(table, low) + Avx512BW.Shuffle(table, high);
    }

    /// <summary>Bytes summed over each 64-bit word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Sum(Vector512<byte> counts) => Avx512BW.SumAbsoluteDifferences(counts, Vector512<byte>.Zero).AsUInt64();

    /// <summary>Set bits of each 64-bit word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Words(Vector512<ulong> value) => Sum(Bytes(value));
}
