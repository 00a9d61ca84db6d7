using System.Runtime.Intrinsics;

namespace PimSim.Bits;

/// <summary>Between fp32 signs and packed ones.</summary>
public static class SignKernels
{
    /// <summary>
    /// Packs the signs of one row: element k to bit k % 64 of word k / 64, 1 where the sign bit is set. Clears the tail.
    /// </summary>
    /// <exception cref="ArgumentException">The words are too few.</exception>
    public static void Pack(ReadOnlySpan<float> values, Span<ulong> words) => Pack(values, words, LaneWidths.Best);

    /// <summary>Dot products of +-1 from mismatch counts: dots[i] = bases[i] - 2 * mismatches[i], exact below 2^24.</summary>
    /// <param name="mismatches">Mismatch counts m.</param>
    /// <param name="bases">K, less true-0 positions, plus twice the mismatches counted at those.</param>
    /// <param name="dots">Dot products, out.</param>
    public static void Dots(ReadOnlySpan<int> mismatches, ReadOnlySpan<int> bases, Span<float> dots)
    {
        bases = bases[..mismatches.Length];
        dots = dots[..mismatches.Length];
        int i = 0;
        for (; Vector256.IsHardwareAccelerated && i <= dots.Length - Vector256<int>.Count; i += Vector256<int>.Count)
        {
            Vector256<int> m = Vector256.Create(mismatches.Slice(i, Vector256<int>.Count));
            Vector256<int> dot = Vector256.Create(bases.Slice(i, Vector256<int>.Count)) - m - m;
            Vector256.ConvertToSingle(dot).CopyTo(dots[i..]);
        }

        for (; i < dots.Length; i++)
        {
            dots[i] = bases[i] - (2 * mismatches[i]);
        }
    }

    /// <summary>Packs pixels x channels values, each pixel from a word of its own on.</summary>
    /// <exception cref="ArgumentException">The words are too few.</exception>
    public static void PackPixels(ReadOnlySpan<float> values, int channels, Span<ulong> words) => PackPixels(values, channels, words, LaneWidths.Best);

    internal static unsafe void PackPixels(ReadOnlySpan<float> values, int channels, Span<ulong> words, LaneWidth width)
    {
        int pixels = values.Length / channels;
        int perPixel = BitLayout.Words(channels);
        if (width == LaneWidth.One || channels % 8 != 0)
        {
            for (int p = 0; p < pixels; p++)
            {
                Pack(values.Slice(p * channels, channels), words.Slice(p * perPixel, perPixel), width);
            }

            return;
        }

        fixed (float* from = values)
        fixed (ulong* to = words[..(pixels * perPixel)])
        {
            float* value = from;
            for (ulong* word = to; word < to + (pixels * perPixel); word++)
            {
                // The words of a pixel follow each other; the last may be short.
                int count = Math.Min(64, channels - ((int)((word - to) % perPixel) * 64));
                ulong bits = 0;
                for (int k = 0; k < count; k += 8, value += 8)
                {
                    bits |= (ulong)Vector256.Load(value).ExtractMostSignificantBits() << k;
                }

                *word = bits;
            }
        }
    }

    internal static void Pack(ReadOnlySpan<float> values, Span<ulong> words, LaneWidth width)
    {
        if (words.Length * 64L < values.Length)
        {
            throw new ArgumentException($"{words.Length} words for {values.Length} signs", nameof(words));
        }

        words.Clear();
        int k = 0;
        if (width == LaneWidth.Sixteen)
        {
            for (; k <= values.Length - 16; k += 16)
            {
                words[k >> 6] |= Vector512.Create(values.Slice(k, 16)).ExtractMostSignificantBits() << (k & 63);
            }
        }
        else if (width == LaneWidth.Eight)
        {
            for (; k <= values.Length - 8; k += 8)
            {
                words[k >> 6] |= (ulong)Vector256.Create(values.Slice(k, 8)).ExtractMostSignificantBits() << (k & 63);
            }
        }

        for (; k < values.Length; k++)
        {
            words[k >> 6] |= (ulong)((uint)BitConverter.SingleToInt32Bits(values[k]) >> 31) << (k & 63);
        }
    }
}
