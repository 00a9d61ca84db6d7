using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PimSim.Bits;

/// <summary>
/// AVX-512: a register holds 8 outputs x 64 bits of K. Sixteen words of K go through a tree of carry-save adders
/// (ternary logic: one instruction a sum, one a carry), so that only one register in sixteen is counted; the words left
/// over are counted by table shuffles and accumulated in bytes.
/// </summary>
internal sealed unsafe class Avx512XnorKernel : IXnorKernel
{
    private const int Tree = 16;
    private const int Width = PackedPanel.Width;

    // A byte of a register gains at most 8 a word.
    private const int ByteWords = 31;

    // Below two trees of K the look-up kernel is faster, unless its registers of 32 outputs would be mostly empty.
    private const int NarrowOutputs = 16;

    private readonly Avx2XnorKernel lookUp = new();

    public string Name => "avx512";

    public bool IsSupported => Avx512F.IsSupported && Avx512BW.IsSupported;

    public void MismatchCounts(ReadOnlySpan<ulong> a, int aRows, int words, PackedPanel b, Span<int> m, int stride)
    {
        if (words < 2 * Tree && b.Outputs > NarrowOutputs && lookUp.IsSupported)
        {
            lookUp.MismatchCounts(a, aRows, words, b, m, stride);
            return;
        }

        MismatchCounts(a, aRows, words, b, 0, m, stride);
    }

    /// <summary>The same for the outputs from panel <paramref name="firstPanel"/> on.</summary>
    public void MismatchCounts(ReadOnlySpan<ulong> a, int aRows, int words, PackedPanel b, int firstPanel, Span<int> m, int stride)
    {
        fixed (ulong* rows = a)
        fixed (int* result = m)
        {
            for (int r = 0; r < aRows; r += 2)
            {
                // A last odd row is paired with itself: computed and stored twice.
                int r1 = Math.Min(r + 1, aRows - 1);
                ulong* a0 = rows + ((long)r * words);
                ulong* a1 = rows + ((long)r1 * words);
                for (int p = firstPanel; p < b.PanelCount; p++)
                {
                    ulong* panel = b.Pointer + ((long)p * words * Width);
                    (Vector512<ulong> c0, Vector512<ulong> c1) = words < Tree ? Short(a0, a1, panel, words) : Long(a0, a1, panel, words);
                    int o = p * Width, outputs = Math.Min(Width, b.Outputs - o);
                    Store(c0, result + ((long)r * stride) + o, outputs);
                    Store(c1, result + ((long)r1 * stride) + o, outputs);
                }
            }
        }

        GC.KeepAlive(b);
    }

    public long Mismatch(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        fixed (ulong* left = a)
        fixed (ulong* right = b)
        {
            var adders = default(CarrySave512);
            Vector512<ulong> total = Vector512<ulong>.Zero;
            int i = 0;
            for (; i + (Tree * Width) <= a.Length; i += Tree * Width)
            {
                adders.Add16(new Difference(left + i, right + i), ref total);
            }

            total = (total << 4) + adders.Rest();
            for (; i + Width <= a.Length; i += Width)
            {
                total += Count512.Words(Vector512.Load(left + i) ^ Vector512.Load(right + i));
            }

            long count = (long)Vector512.Sum(total);
            for (; i < a.Length; i++)
            {
                count += System.Numerics.BitOperations.PopCount(left[i] ^ right[i]);
            }

            return count;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (Vector512<ulong> C0, Vector512<ulong> C1) Long(ulong* a0, ulong* a1, ulong* panel, int words)
    {
        var s0 = default(CarrySave512);
        var s1 = default(CarrySave512);
        Vector512<ulong> t0 = Vector512<ulong>.Zero, t1 = t0;
        int k = 0;
        for (; k + Tree <= words; k += Tree)
        {
            s0.Add16(new Broadcast(a0 + k, panel + (k * Width)), ref t0);
            s1.Add16(new Broadcast(a1 + k, panel + (k * Width)), ref t1);
        }

        (Vector512<ulong> c0, Vector512<ulong> c1) = Short(a0 + k, a1 + k, panel + (k * Width), words - k);
        return ((t0 << 4) + s0.Rest() + c0, (t1 << 4) + s1.Rest() + c1);
    }

    /// <summary>Counts of up to <see cref="ByteWords"/> words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<ulong> C0, Vector512<ulong> C1) Short(ulong* a0, ulong* a1, ulong* panel, int words)
    {
        System.Diagnostics.Debug.Assert(words <= ByteWords);
        Vector512<byte> c0 = Vector512<byte>.Zero, c1 = c0;
        for (int k = 0; k < words; k++)
        {
            Vector512<ulong> w = Vector512.LoadAligned(panel + (k * Width));
            c0 += Count512.Bytes(w ^ Vector512.Create(a0[k]));
            c1 += Count512.Bytes(w ^ Vector512.Create(a1[k]));
        }

        return (Count512.Sum(c0), Count512.Sum(c1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<ulong> counts, int* target, int outputs)
    {
        Vector256<int> narrow = Avx512F.ConvertToVector256Int32(counts);
        if (outputs == Width)
        {
            narrow.Store(target);
            return;
        }

        for (int o = 0; o < outputs; o++)
        {
            target[o] = narrow.GetElement(o);
        }
    }

    /// <summary>Word k of a row against word k of 8 outputs.</summary>
    private readonly struct Broadcast : IWordSource
    {
        private readonly ulong* row;
        private readonly ulong* panel;

        public Broadcast(ulong* row, ulong* panel)
        {
            this.row = row;
            this.panel = panel;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<ulong> Get(int k) => Vector512.LoadAligned(this.panel + (k * Width)) ^ Vector512.Create(this.row[k]);
    }

    /// <summary>Words 8k to 8k + 7 of two spans.</summary>
    private readonly struct Difference : IWordSource
    {
        private readonly ulong* left;
        private readonly ulong* right;

        public Difference(ulong* left, ulong* right)
        {
            this.left = left;
            this.right = right;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<ulong> Get(int k) => Vector512.Load(this.left + (k * Width)) ^ Vector512.Load(this.right + (k * Width));
    }
}
