using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PimSim.Bits;

/// <summary>
/// AVX2: one VPSHUFB looks up the mismatches of 4 bits of K for 32 outputs (see <see cref="LookupIndex"/>), one add
/// accumulates them in bytes; 4 rows by 2 registers of outputs at a time.
/// </summary>
internal sealed unsafe class Avx2XnorKernel : IXnorKernel
{
    private const int GroupBits = 4;
    private const int Lanes = 32;
    private const int RowBlock = 4;
    private const int StageGroups = LookupRow.StageBits / GroupBits;
    private const int ByteGroups = LookupRow.ByteBits / GroupBits;

    private readonly AlignedBytes? tables;

    public Avx2XnorKernel()
    {
        this.tables = IsSupported ? LookupTables.Nibbles() : null;
    }

    public string Name => "avx2";

    public bool IsSupported => Avx2.IsSupported && Bmi2.X64.IsSupported;

    [SkipLocalsInit]
    public void MismatchCounts(ReadOnlySpan<ulong> a, int aRows, int words, PackedPanel b, Span<int> m, int stride)
    {
        LookupIndex index = b.Nibbles();
        ushort* offsets = stackalloc ushort[RowBlock * StageGroups];
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
                    for (int i = 0; i < RowBlock; i++)
                    {
                        // Missing rows repeat the last one: computed, not stored.
                        ulong* row = rows + ((long)(r + Math.Min(i, live - 1)) * words);
                        LookupRow.Offsets(row, words, first, groups, GroupBits, LookupTables.Log2NibbleTable, offsets + (i * StageGroups));
                    }

                    for (int o = 0; o < b.Outputs; o += 2 * Lanes)
                    {
                        // A missing second register repeats the first: computed, not stored.
                        byte* left = index.Pointer + ((long)(o / Lanes) * blockBytes) + (first * Lanes);
                        byte* right = o + Lanes < b.Outputs ? left + blockBytes : left;
                        var tile = new Tile(result + ((long)r * stride) + o, stride, live, b.Outputs - o, first > 0);
                        FourByTwo(tables, offsets, left, right, groups, tile);
                    }
                }
            }
        }

        GC.KeepAlive(index);
        GC.KeepAlive(this.tables);
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
    private static void FourByTwo(byte* tables, ushort* offsets, byte* left, byte* right, int groups, in Tile tile)
    {
        Vector256<ushort>* wide = stackalloc Vector256<ushort>[4 * RowBlock];
        for (int g = 0; g < groups; g += ByteGroups)
        {
            var c0 = Vector256<byte>.Zero;
            var c1 = c0;
            var c2 = c0;
            var c3 = c0;
            var d0 = c0;
            var d1 = c0;
            var d2 = c0;
            var d3 = c0;
            bool begin = g == 0;
            for (ushort* end = offsets + Math.Min(groups - g, ByteGroups); offsets < end; offsets++, left += Lanes, right += Lanes)
            {
                Vector256<byte> x = Vector256.LoadAligned(left);
                Vector256<byte> y = Vector256.LoadAligned(right);
                Vector256<byte> t = Vector256.LoadAligned(tables + offsets[0]);
                c0 += Avx2.Shuffle(t, x);
                d0 += Avx2.Shuffle(t, y);
                t = Vector256.LoadAligned(tables + offsets[StageGroups]);
                c1 += Avx2.Shuffle(t, x);
                d1 += Avx2.Shuffle(t, y);
                t = Vector256.LoadAligned(tables + offsets[2 * StageGroups]);
                c2 += Avx2.Shuffle(t, x);
                d2 += Avx2.Shuffle(t, y);
                t = Vector256.LoadAligned(tables + offsets[3 * StageGroups]);
                c3 += Avx2.Shuffle(t, x);
                d3 += Avx2.Shuffle(t, y);
            }

            Widen(c0, wide, begin);
            Widen(c1, wide + 2, begin);
            Widen(c2, wide + 4, begin);
            Widen(c3, wide + 6, begin);
            Widen(d0, wide + 8, begin);
            Widen(d1, wide + 10, begin);
            Widen(d2, wide + 12, begin);
            Widen(d3, wide + 14, begin);
        }

        tile.Store(wide);
        tile.Right(Lanes).Store(wide + (2 * RowBlock));
    }

    /// <summary>Adds byte counts to 16-bit counts: even bytes to sums[0], odd bytes to sums[1].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Widen(Vector256<byte> counts, Vector256<ushort>* sums, bool begin)
    {
        Vector256<ushort> even = counts.AsUInt16() & Vector256.Create((ushort)0x00FF);
        Vector256<ushort> odd = counts.AsUInt16() >>> 8;
        sums[0] = begin ? even : sums[0] + even;
        sums[1] = begin ? odd : sums[1] + odd;
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
