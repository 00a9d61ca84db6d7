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
    public static void Dots(ReadOnlySpan<int> mismatches, ReadOnlySpan<int> bases, Span<float> dots) => Dots(mismatches, bases, dots, LaneWidths.Best);

    /// <summary>Packs pixels x channels values, each pixel from a word of its own on.</summary>
    /// <exception cref="ArgumentException">The words are too few.</exception>
    public static void PackPixels(ReadOnlySpan<float> values, int channels, Span<ulong> words) => PackPixels(values, channels, words, LaneWidths.Best);

    internal static unsafe void Dots(ReadOnlySpan<int> mismatches, ReadOnlySpan<int> bases, Span<float> dots, LaneWidth width)
    {
        int n = mismatches.Length;
        fixed (int* m = mismatches, b = bases[..n])
        fixed (float* to = dots[..n])
        {
            LaneLoop.Run(new DotKernel(b, m, to), n, width);
        }
    }

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
            ulong* word = to;
            for (int p = 0; p < pixels; p++)
            {
                for (int left = channels; left > 0; left -= 64)
                {
                    ulong bits = 0;
                    for (int k = 0; k < Math.Min(64, left); k += 8, value += 8)
                    {
                        bits |= (ulong)Vector256.Load(value).ExtractMostSignificantBits() << k;
                    }

                    *word++ = bits;
                }
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

    private readonly unsafe struct DotKernel(int* bases, int* mismatches, float* dots) : ILaneKernel
    {
        public void Run<TLanes, TVector>(int start, int end)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            for (int i = start; i < end; i += TLanes.Count)
            {
                TLanes.Store(TLanes.Dots(bases + i, mismatches + i), dots + i);
            }
        }
    }
}
