using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PimSim.Bits;

/// <summary>Bit-sliced counters 1, 2, 4 and 8 of a Harley-Seal population count; what carries out of them is worth 16.</summary>
internal struct CarrySave512
{
    private Vector512<ulong> ones;
    private Vector512<ulong> twos;
    private Vector512<ulong> fours;
    private Vector512<ulong> eights;

    /// <summary>Adds sixteen registers; adds the count of the carries, each worth 16, to <paramref name="sixteens"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add16<TSource>(TSource source, ref Vector512<ulong> sixteens)
        where TSource : struct, IWordSource
    {
        Vector512<ulong> eightA = Add8(source, 0);
        Vector512<ulong> eightB = Add8(source, 8);
        sixteens += Count512.Words(Carry(ref eights, eightA, eightB));
    }

    /// <summary>The weighted count of what the counters hold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector512<ulong> Rest()
    {
        // At most 15 of weight 1 in 8 bit positions: 120 fits a byte.
        Vector512<byte> high = Twice(Count512.Bytes(eights)) + Count512.Bytes(fours);
        return Count512.Sum(Twice(Twice(high) + Count512.Bytes(twos)) + Count512.Bytes(ones));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Twice(Vector512<byte> value) => value + value;

    /// <summary>A full adder in every bit position: the sum stays, the carry is returned.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Carry(ref Vector512<ulong> sum, Vector512<ulong> a, Vector512<ulong> b)
    {
        Vector512<ulong> carry = Avx512F.TernaryLogic(sum, a, b, 0xE8);
        sum = Avx512F.TernaryLogic(sum, a, b, 0x96);
        return carry;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<ulong> Add8<TSource>(TSource source, int k)
        where TSource : struct, IWordSource
    {
        Vector512<ulong> fourA = Add4(source, k);
        Vector512<ulong> fourB = Add4(source, k + 4);
        return Carry(ref fours, fourA, fourB);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<ulong> Add4<TSource>(TSource source, int k)
        where TSource : struct, IWordSource
    {
        Vector512<ulong> twoA = Carry(ref ones, source.Get(k), source.Get(k + 1));
        Vector512<ulong> twoB = Carry(ref ones, source.Get(k + 2), source.Get(k + 3));
        return Carry(ref twos, twoA, twoB);
    }
}
