using System.Numerics;

namespace PimSim.Bits;

/// <summary>The portable twin: two rows by two outputs at a time, one word of K after the other.</summary>
internal sealed class ScalarXnorKernel : IXnorKernel
{
    public string Name => "scalar";

    public bool IsSupported => true;

    public void MismatchCounts(ReadOnlySpan<ulong> a, int aRows, int words, PackedPanel b, Span<int> m, int stride) =>
        MismatchCounts(a, aRows, words, b, 0, m, stride);

    /// <summary>The same for the outputs from <paramref name="first"/> on, a multiple of <see cref="PackedPanel.Width"/>.</summary>
    public static void MismatchCounts(ReadOnlySpan<ulong> a, int aRows, int words, PackedPanel b, int first, Span<int> m, int stride)
    {
        ReadOnlySpan<ulong> all = b.Words;
        int panelWords = words * PackedPanel.Width;
        for (int r = 0; r < aRows; r += 2)
        {
            // A last odd row or output is paired with itself: computed twice, stored once.
            int r1 = Math.Min(r + 1, aRows - 1);
            ReadOnlySpan<ulong> a0 = a.Slice(r * words, words);
            ReadOnlySpan<ulong> a1 = a.Slice(r1 * words, words);
            Span<int> m0 = m.Slice(r * stride, b.Outputs);
            Span<int> m1 = m.Slice(r1 * stride, b.Outputs);
            for (int o = first; o < b.Outputs; o += 2)
            {
                ReadOnlySpan<ulong> panel = all.Slice((o / PackedPanel.Width * panelWords) + (o % PackedPanel.Width));
                (int c00, int c01, int c10, int c11) = TwoByTwo(a0, a1, panel);
                m0[o] = c00;
                m1[o] = c10;
                if (o + 1 < b.Outputs)
                {
                    m0[o + 1] = c01;
                    m1[o + 1] = c11;
                }
            }
        }
    }

    public long Mismatch(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        long count = 0;
        for (int i = 0; i < a.Length; i++)
        {
            count += BitOperations.PopCount(a[i] ^ b[i]);
        }

        return count;
    }

    private static (int C00, int C01, int C10, int C11) TwoByTwo(ReadOnlySpan<ulong> a0, ReadOnlySpan<ulong> a1, ReadOnlySpan<ulong> panel)
    {
        int c00 = 0, c01 = 0, c10 = 0, c11 = 0;
        for (int k = 0, at = 0; k < a0.Length && k < a1.Length; k++, at += PackedPanel.Width)
        {
            ulong x0 = a0[k], x1 = a1[k], w0 = panel[at], w1 = panel[at + 1];
            c00 += BitOperations.PopCount(x0 ^ w0);
            c01 += BitOperations.PopCount(x0 ^ w1);
            c10 += BitOperations.PopCount(x1 ^ w0);
            c11 += BitOperations.PopCount(x1 ^ w1);
        }

        return (c00, c01, c10, c11);
    }
}
