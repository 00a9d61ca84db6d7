using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PimSim.Bits;

/// <summary>
/// AVX2: one VPSHUFB looks up the mismatches of 4 bits of K for 32 outputs and two rows, one count in each half of a byte
/// (see <see cref="LookupIndex"/> and <see cref="LookupTables.NibblePairs"/>). Three look-ups fit the halves; their sum is then
/// split into byte counts of either row. 2 pairs of rows by 2 registers of outputs at a time.
/// </summary>
internal sealed unsafe class Avx2XnorKernel : IXnorKernel
{
    private const int GroupBits = 4;
    private const int Lanes = 32;
    private const int RowBlock = 4;
    private const int StageGroups = LookupRow.StageBits / GroupBits;
    private const int ByteGroups = LookupRow.ByteBits / GroupBits;

    // Three times a count of at most 4 fits half a byte.
    private const int HalfByteGroups = LookupIndex.NibbleMultiple;

    // For a few last outputs the scalar twin is cheaper than a mostly empty register.
    private const int NarrowOutputs = 12;

    private readonly AlignedBytes? tables;

    public Avx2XnorKernel()
    {
        this.tables = IsSupported ? LookupTables.NibblePairs() : null;
    }

    public string Name => "avx2";

    public bool IsSupported => Avx2.IsSupported && Bmi2.X64.IsSupported;

    public void MismatchCounts(ReadOnlySpan<ulong> a, int aRows, int words, PackedPanel b, Span<int> m, int stride)
    {
        int narrow = b.Outputs % Lanes <= NarrowOutputs ? b.Outputs % Lanes : 0;
        int wide = b.Outputs - narrow;
        if (narrow > 0)
        {
            ScalarXnorKernel.MismatchCounts(a, aRows, words, b, wide, m, stride);
        }

        if (wide > 0)
        {
            Wide(a, aRows, words, b.Nibbles(), wide, m, stride);
        }
    }

    public long Mismatch(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        const int Width = 4;

        // A byte of a register gains at most 8 a step.
        const int ByteSteps = 31;
        fixed (ulong* left = a)
        fixed (ulong* right = b)
        {
            Vector256<ulong> total = Vector256<ulong>.Zero;
            int i = 0, end = a.Length / Width * Width;
            while (i < end)
            {
                Vector256<byte> counts = Vector256<byte>.Zero;
                for (int stop = Math.Min(end, i + (ByteSteps * Width)); i < stop; i += Width)
                {
                    counts += CountBytes(Vector256.Load(left + i) ^ Vector256.Load(right + i));
                }

                total += Avx2.SumAbsoluteDifferences(counts, Vector256<byte>.Zero).AsUInt64();
            }

            long count = (long)Vector256.Sum(total);
            for (; i < a.Length; i++)
            {
                count += BitOperations.PopCount(left[i] ^ right[i]);
            }

            return count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> CountBytes(Vector256<ulong> value)
    {
        Vector256<byte> nibble = Vector256.Create((byte)0x0F);
        Vector256<byte> table = Vector256.Create(Vector128.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4));
        Vector256<byte> high = (value.AsUInt16() >>> 4).AsByte() & nibble;
        return Avx2.Shuffle(table, value.AsByte() & nibble) + Avx2.Shuffle(table, high);
    }

    [SkipLocalsInit]
    private void Wide(ReadOnlySpan<ulong> a, int aRows, int words, LookupIndex index, int outputs, Span<int> m, int stride)
    {
        ushort* offsets = stackalloc ushort[RowBlock / 2 * StageGroups];
        byte* tables = this.tables!.Pointer;
        int blockBytes = index.Groups * Lanes;
        fixed (ulong* rows = a)
        fixed (int* result = m)
        {
            for (int first = 0; first < index.Groups; first += StageGroups)
            {
                int groups = Math.Min(StageGroups, index.Groups - first);
                for (int r = 0; r < aRows; r += RowBlock)
                {
                    int live = Math.Min(RowBlock, aRows - r);
                    for (int i = 0; i < RowBlock; i += 2)
                    {
                        // Missing rows repeat the last one: computed, not stored.
                        ulong* low = rows + ((long)(r + Math.Min(i, live - 1)) * words);
                        ulong* high = rows + ((long)(r + Math.Min(i + 1, live - 1)) * words);
                        LookupRow.PairOffsets(low, high, words, first, groups, LookupTables.Log2NibblePairTable, offsets + (i / 2 * StageGroups));
                    }

                    for (int o = 0; o < outputs; o += 2 * Lanes)
                    {
                        // A missing second register repeats the first: computed, not stored.
                        byte* left = index.Pointer + ((long)(o / Lanes) * blockBytes) + (first * Lanes);
                        byte* right = o + Lanes < outputs ? left + blockBytes : left;
                        var tile = new Tile(result + ((long)r * stride) + o, stride, live, outputs - o, first > 0);
                        TwoPairsByTwo(tables, offsets, left, right, groups, tile);
                    }
                }
            }
        }

        GC.KeepAlive(index);
        GC.KeepAlive(this.tables);
    }

    [SkipLocalsInit]
    private static void TwoPairsByTwo(byte* tables, ushort* offsets, byte* left, byte* right, int groups, in Tile tile)
    {
        Vector256<ushort>* wide = stackalloc Vector256<ushort>[4 * RowBlock];
        new Span<Vector256<ushort>>(wide, 4 * RowBlock).Clear();
        long toRight = right - left;
        for (int g = 0; g < groups; g += ByteGroups)
        {
            var both0 = Vector256<byte>.Zero;
            var high0 = both0;
            var both1 = both0;
            var high1 = both0;
            var both2 = both0;
            var high2 = both0;
            var both3 = both0;
            var high3 = both0;
            for (ushort* end = offsets + Math.Min(groups - g, ByteGroups); offsets < end; offsets += HalfByteGroups, left += HalfByteGroups * Lanes)
            {
                Vector256<byte> x0 = Vector256.LoadAligned(left);
                Vector256<byte> x1 = Vector256.LoadAligned(left + Lanes);
                Vector256<byte> x2 = Vector256.LoadAligned(left + (2 * Lanes));
                Vector256<byte> t0 = Avx2.BroadcastVector128ToVector256(tables + offsets[0]);
                Vector256<byte> t1 = Avx2.BroadcastVector128ToVector256(tables + offsets[1]);
                Vector256<byte> t2 = Avx2.BroadcastVector128ToVector256(tables + offsets[2]);
                Vector256<byte> s = Avx2.Shuffle(t0, x0) + Avx2.Shuffle(t1, x1) + Avx2.Shuffle(t2, x2);
                both0 += s;
                high0 += (s.AsUInt16() >>> 4).AsByte();
                s = Three(t0, t1, t2, left + toRight);
                both2 += s;
                high2 += (s.AsUInt16() >>> 4).AsByte();
                t0 = Avx2.BroadcastVector128ToVector256(tables + offsets[StageGroups]);
                t1 = Avx2.BroadcastVector128ToVector256(tables + offsets[StageGroups + 1]);
                t2 = Avx2.BroadcastVector128ToVector256(tables + offsets[StageGroups + 2]);
                s = Avx2.Shuffle(t0, x0) + Avx2.Shuffle(t1, x1) + Avx2.Shuffle(t2, x2);
                both1 += s;
                high1 += (s.AsUInt16() >>> 4).AsByte();
                s = Three(t0, t1, t2, left + toRight);
                both3 += s;
                high3 += (s.AsUInt16() >>> 4).AsByte();
            }

            Widen(both0, high0, wide);
            Widen(both1, high1, wide + 4);
            Widen(both2, high2, wide + 8);
            Widen(both3, high3, wide + 12);
        }

        tile.Store(wide);
        tile.Right(Lanes).Store(wide + (2 * RowBlock));
    }

    /// <summary>Counts of three groups of K and both rows of a pair: at most 12 in either half of a byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Three(Vector256<byte> t0, Vector256<byte> t1, Vector256<byte> t2, byte* indices) =>
        Avx2.Shuffle(t0, Vector256.LoadAligned(indices))
        + Avx2.Shuffle(t1, Vector256.LoadAligned(indices + Lanes))
        + Avx2.Shuffle(t2, Vector256.LoadAligned(indices + (2 * Lanes)));

    /// <summary>
    /// Adds the counts of a pair of rows to 16-bit counts: even and odd bytes of the low row to sums[0] and sums[1], those of
    /// the high row to sums[2] and sums[3]. <paramref name="both"/> is low + 16 high modulo 256, <paramref name="high"/> the sum
    /// of pairs of bytes shifted right by 4: clean in odd bytes, with 16 times the odd byte's low count added in even bytes.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Widen(Vector256<byte> both, Vector256<byte> high, Vector256<ushort>* sums)
    {
        // A count is at most 252: modulo 256 is enough, so what was mixed in is subtracted.
        Vector256<ushort> upper = Vector256.Create((ushort)0x00F0);
        Vector256<byte> low = both - ((high.AsUInt16() << 4) & (upper << 8)).AsByte();
        high -= ((low.AsUInt16() >>> 4) & upper).AsByte();
        low -= ((high.AsUInt16() << 4) & upper).AsByte();
        Widen(low, sums);
        Widen(high, sums + 2);
    }

    /// <summary>Adds byte counts to 16-bit counts: even bytes to sums[0], odd bytes to sums[1].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Widen(Vector256<byte> counts, Vector256<ushort>* sums)
    {
        Vector256<ushort> even = counts.AsUInt16() & Vector256.Create((ushort)0x00FF);
        Vector256<ushort> odd = counts.AsUInt16() >>> 8;
        sums[0] += even;
        sums[1] += odd;
    }

    /// <summary>Where the counts of some rows and up to 32 outputs go, and whether they add to what is there.</summary>
    private readonly struct Tile
    {
        private readonly int* target;
        private readonly int stride;
        private readonly int rows;
        private readonly int outputs;
        private readonly bool add;

        public Tile(int* target, int stride, int rows, int outputs, bool add)
        {
            this.target = target;
            this.stride = stride;
            this.rows = rows;
            this.outputs = outputs;
            this.add = add;
        }

        public Tile Right(int outputs) => new(this.target + outputs, this.stride, this.rows, this.outputs - outputs, this.add);

        public void Store(Vector256<ushort>* wide)
        {
            if (this.outputs <= 0)
            {
                // The second register where there are outputs for one only.
                return;
            }

            int* target = this.target;
            for (int r = 0; r < this.rows; r++, target += this.stride, wide += 2)
            {
                if (this.outputs >= Lanes)
                {
                    StoreRow(wide, target, this.add);
                }
                else
                {
                    StorePart(wide, target);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void StoreRow(Vector256<ushort>* wide, int* target, bool add)
        {
            Vector256<int> low = Vector256.Create(0xFFFF);
            StoreEight(wide[0].AsInt32() & low, target, add);
            StoreEight(wide[1].AsInt32() & low, target + 8, add);
            StoreEight(wide[0].AsInt32() >>> 16, target + 16, add);
            StoreEight(wide[1].AsInt32() >>> 16, target + 24, add);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void StoreEight(Vector256<int> counts, int* target, bool add)
        {
            (add ? counts + Vector256.Load(target) : counts).Store(target);
        }

        [SkipLocalsInit]
        private void StorePart(Vector256<ushort>* wide, int* target)
        {
            int* all = stackalloc int[Lanes];
            StoreRow(wide, all, add: false);
            for (int o = 0; this.add && o < this.outputs; o++)
            {
                all[o] += target[o];
            }

            new ReadOnlySpan<int>(all, this.outputs).CopyTo(new Span<int>(target, this.outputs));
        }
    }
}
