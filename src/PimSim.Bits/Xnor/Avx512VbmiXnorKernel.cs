using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PimSim.Bits;

/// <summary>
/// AVX-512 with byte permutation: one VPERMB looks up the mismatches of 6 bits of K for 64 outputs (see
/// <see cref="LookupIndex"/>), one add accumulates them in bytes. Two instructions for 384 bit products, without a
/// reduction at the end and without waste where K is short or no multiple of 64.
/// </summary>
internal sealed unsafe class Avx512VbmiXnorKernel : IXnorKernel
{
    private const int GroupBits = 6;
    private const int Lanes = 64;
    private const int RowBlock = 8;
    private const int HalfBlock = RowBlock / 2;
    private const int StageGroups = LookupRow.StageBits / GroupBits;
    private const int ByteGroups = LookupRow.ByteBits / GroupBits;

    // For a few last outputs the kernel of 8 outputs a register is cheaper than a mostly empty register of 64.
    private const int NarrowOutputs = 16;

    private readonly AlignedBytes? tables;
    private readonly Avx512XnorKernel narrow = new();

    public Avx512VbmiXnorKernel()
    {
        this.tables = IsSupported ? LookupTables.Sextets() : null;
    }

    public string Name => "avx512-vbmi";

    public bool IsSupported => Avx512Vbmi.IsSupported && Avx512BW.IsSupported && Bmi2.X64.IsSupported;

    public void MismatchCounts(ReadOnlySpan<ulong> a, int aRows, int words, PackedPanel b, Span<int> m, int stride)
    {
        int narrow = b.Outputs % Lanes <= NarrowOutputs ? b.Outputs % Lanes : 0;
        int wide = b.Outputs - narrow;
        if (narrow > 0)
        {
            this.narrow.MismatchCounts(a, aRows, words, b, wide / PackedPanel.Width, m, stride);
        }

        if (wide > 0)
        {
            Wide(a, aRows, words, b.Sextets(), wide, m, stride);
        }
    }

    public long Mismatch(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b) => this.narrow.Mismatch(a, b);

    [SkipLocalsInit]
    private void Wide(ReadOnlySpan<ulong> a, int aRows, int words, LookupIndex index, int outputs, Span<int> m, int stride)
    {
        ushort* offsets = stackalloc ushort[RowBlock * StageGroups];
        byte* tables = this.tables!.Pointer;
        int blockBytes = index.Groups * Lanes;
        fixed (ulong* rows = a)
        fixed (int* result = m)
        {
            for (int first = 0; first < index.Groups; first += StageGroups)
            {
                int groups = Math.Min(StageGroups, index.Groups - first);
                byte* indices = index.Pointer + (first * Lanes);
                for (int r = 0; r < aRows; r += RowBlock)
                {
                    int live = Math.Min(RowBlock, aRows - r);
                    for (int i = 0; i < RowBlock; i++)
                    {
                        // Missing rows repeat the last one: computed, not stored.
                        ulong* row = rows + ((long)(r + Math.Min(i, live - 1)) * words);
                        LookupRow.Offsets(row, words, first, groups, GroupBits, LookupTables.Log2SextetTable, offsets + (i * StageGroups));
                    }

                    int* target = result + ((long)r * stride);
                    int o = 0;
                    for (; o + Lanes < outputs; o += 2 * Lanes)
                    {
                        byte* block = indices + ((long)(o / Lanes) * blockBytes);
                        for (int half = 0; half < live; half += HalfBlock)
                        {
                            var tile = new Tile(target + ((long)half * stride) + o, stride, Math.Min(HalfBlock, live - half), outputs - o, first > 0);
                            FourByTwo(tables, offsets + (half * StageGroups), block, block + blockBytes, groups, tile);
                        }
                    }

                    if (o < outputs)
                    {
                        var tile = new Tile(target + o, stride, live, outputs - o, first > 0);
                        EightByOne(tables, offsets, indices + ((long)(o / Lanes) * blockBytes), groups, tile);
                    }
                }
            }
        }

        GC.KeepAlive(index);
        GC.KeepAlive(this.tables);
    }

    [SkipLocalsInit]
    private static void FourByTwo(byte* tables, ushort* offsets, byte* left, byte* right, int groups, in Tile tile)
    {
        Vector512<ushort>* wide = stackalloc Vector512<ushort>[2 * RowBlock];
        for (int g = 0; g < groups; g += ByteGroups)
        {
            var c0 = Vector512<byte>.Zero;
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
                Vector512<byte> x = Vector512.LoadAligned(left);
                Vector512<byte> y = Vector512.LoadAligned(right);
                Vector512<byte> t = Vector512.LoadAligned(tables + offsets[0]);
                c0 += Avx512Vbmi.PermuteVar64x8(t, x);
                d0 += Avx512Vbmi.PermuteVar64x8(t, y);
                t = Vector512.LoadAligned(tables + offsets[StageGroups]);
                c1 += Avx512Vbmi.PermuteVar64x8(t, x);
                d1 += Avx512Vbmi.PermuteVar64x8(t, y);
                t = Vector512.LoadAligned(tables + offsets[2 * StageGroups]);
                c2 += Avx512Vbmi.PermuteVar64x8(t, x);
                d2 += Avx512Vbmi.PermuteVar64x8(t, y);
                t = Vector512.LoadAligned(tables + offsets[3 * StageGroups]);
                c3 += Avx512Vbmi.PermuteVar64x8(t, x);
                d3 += Avx512Vbmi.PermuteVar64x8(t, y);
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
        tile.Right(Lanes).Store(wide + RowBlock);
    }

    [SkipLocalsInit]
    private static void EightByOne(byte* tables, ushort* offsets, byte* indices, int groups, in Tile tile)
    {
        Vector512<ushort>* wide = stackalloc Vector512<ushort>[2 * RowBlock];
        for (int g = 0; g < groups; g += ByteGroups)
        {
            var c0 = Vector512<byte>.Zero;
            var c1 = c0;
            var c2 = c0;
            var c3 = c0;
            var c4 = c0;
            var c5 = c0;
            var c6 = c0;
            var c7 = c0;
            bool begin = g == 0;
            for (ushort* end = offsets + Math.Min(groups - g, ByteGroups); offsets < end; offsets++, indices += Lanes)
            {
                Vector512<byte> x = Vector512.LoadAligned(indices);
                c0 += Avx512Vbmi.PermuteVar64x8(Vector512.LoadAligned(tables + offsets[0]), x);
                c1 += Avx512Vbmi.PermuteVar64x8(Vector512.LoadAligned(tables + offsets[StageGroups]), x);
                c2 += Avx512Vbmi.PermuteVar64x8(Vector512.LoadAligned(tables + offsets[2 * StageGroups]), x);
                c3 += Avx512Vbmi.PermuteVar64x8(Vector512.LoadAligned(tables + offsets[3 * StageGroups]), x);
                c4 += Avx512Vbmi.PermuteVar64x8(Vector512.LoadAligned(tables + offsets[4 * StageGroups]), x);
                c5 += Avx512Vbmi.PermuteVar64x8(Vector512.LoadAligned(tables + offsets[5 * StageGroups]), x);
                c6 += Avx512Vbmi.PermuteVar64x8(Vector512.LoadAligned(tables + offsets[6 * StageGroups]), x);
                c7 += Avx512Vbmi.PermuteVar64x8(Vector512.LoadAligned(tables + offsets[7 * StageGroups]), x);
            }

            Widen(c0, wide, begin);
            Widen(c1, wide + 2, begin);
            Widen(c2, wide + 4, begin);
            Widen(c3, wide + 6, begin);
            Widen(c4, wide + 8, begin);
            Widen(c5, wide + 10, begin);
            Widen(c6, wide + 12, begin);
            Widen(c7, wide + 14, begin);
        }

        tile.Store(wide);
    }

    /// <summary>Adds byte counts to 16-bit counts: even bytes to sums[0], odd bytes to sums[1].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Widen(Vector512<byte> counts, Vector512<ushort>* sums, bool begin)
    {
        Vector512<ushort> even = counts.AsUInt16() & Vector512.Create((ushort)0x00FF);
        Vector512<ushort> odd = counts.AsUInt16() >>> 8;
        sums[0] = begin ? even : sums[0] + even;
        sums[1] = begin ? odd : sums[1] + odd;
    }

    /// <summary>Where the counts of some rows and up to 64 outputs go, and whether they add to what is there.</summary>
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

        public void Store(Vector512<ushort>* wide)
        {
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
        private static void StoreRow(Vector512<ushort>* wide, int* target, bool add)
        {
            Vector512<int> low = Vector512.Create(0xFFFF);
            StoreSixteen(wide[0].AsInt32() & low, target, add);
            StoreSixteen(wide[1].AsInt32() & low, target + 16, add);
            StoreSixteen(wide[0].AsInt32() >>> 16, target + 32, add);
            StoreSixteen(wide[1].AsInt32() >>> 16, target + 48, add);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void StoreSixteen(Vector512<int> counts, int* target, bool add)
        {
            (add ? counts + Vector512.Load(target) : counts).Store(target);
        }

        [SkipLocalsInit]
        private void StorePart(Vector512<ushort>* wide, int* target)
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
