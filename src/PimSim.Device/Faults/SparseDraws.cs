using System.Buffers;
using System.Numerics;
using PimSim.Bits;
using PimSim.Core;

namespace PimSim.Device;

/// <summary>
/// Which of many cells are hit, at a cost that follows the hits. Hits are points of a Poisson process over cells x hazard, drawn by exponential
/// gaps in layers of doubling hazard: a cell is hit where a point of it lies below the hazard -ln(1 - p). So each cell is hit
/// with probability p, independently; and with one key a higher p keeps every hit of a lower one.
/// </summary>
internal static class SparseDraws
{
    private const int FinestLayer = -20;
    private const double Ulp53 = 1.0 / (1UL << 53);
    private const int Batch = 64;

    /// <summary>Hazard of a probability: -ln(1 - p).</summary>
    public static double Hazard(double probability) => probability switch
    {
        <= 0 => 0,
        >= 1 => double.PositiveInfinity,

        // 1 - p would drop the digits of a small p.
        < 1e-4 => probability * (1 + (probability * (0.5 + (probability * (1.0 / 3))))),
        _ => -DeterministicMath.Log(1 - probability),
    };

    /// <summary>Appends the hit positions of a block, rising and each once.</summary>
    /// <param name="key">Key of seed and mechanism.</param>
    /// <param name="block">The block, low half of the counter.</param>
    /// <param name="stream">Tells apart draws from the same block.</param>
    /// <param name="length">Cells in the block.</param>
    /// <param name="hazard">From <see cref="Hazard"/>.</param>
    /// <param name="positions">Takes the positions.</param>
    public static void Draw(ulong key, ulong block, byte stream, long length, double hazard, List<long> positions)
    {
        int first = positions.Count;
        if (double.IsPositiveInfinity(hazard))
        {
            for (long p = 0; p < length; p++)
            {
                positions.Add(p);
            }

            return;
        }

        double low = 0;
        for (int layer = 0; low < hazard; layer++)
        {
            double high = Math.ScaleB(1, FinestLayer + layer);
            DrawLayer(key, block, ((ulong)stream << 56) | ((ulong)layer << 48), low, high - low, length, hazard, positions);
            low = high;
        }

        Sort(positions, first, length);
    }

    private static void DrawLayer(ulong key, ulong block, ulong counter, double low, double width, long length, double hazard, List<long> positions)
    {
        Span<double> gaps = stackalloc double[Batch];
        Span<long> heights = stackalloc long[Batch];

        // The width is a power of two, so that multiplying is dividing.
        double perWidth = 1 / width;
        double at = 0;
        for (ulong n = 0; ;)
        {
            // About as many as are still to come; one more than needed ends the layer.
            int count = (int)Math.Clamp((length - at) * width, 1, Batch);
            for (int i = 0; i < count; i++, n++)
            {
                (uint a, uint b, uint c, uint d) = Philox.Block(key, block, counter | n);
                gaps[i] = ((long)((a | ((ulong)b << 32)) >> 11) + 1) * Ulp53;
                heights[i] = (long)((c | ((ulong)d << 32)) >> 11);
            }

            DeterministicMath.Log(gaps[..count]);
            for (int i = 0; i < count; i++)
            {
                at -= gaps[i] * perWidth;
                if (!(at < length))
                {
                    return;
                }

                if (low + (width * (heights[i] * Ulp53)) < hazard)
                {
                    positions.Add((long)at);
                }
            }
        }
    }

    /// <summary>Points of several layers can lie on one cell, which is hit once.</summary>
    private static void Sort(List<long> positions, int first, long length)
    {
        int count = positions.Count - first;
        if (count > 8 && length / 64 <= 16L * count)
        {
            SortDense(positions, first, length);
            return;
        }

        positions.Sort(first, count, null);
        int kept = first;
        for (int i = first; i < positions.Count; i++)
        {
            if (i == first || positions[i] != positions[i - 1])
            {
                positions[kept++] = positions[i];
            }
        }

        positions.RemoveRange(kept, positions.Count - kept);
    }

    /// <summary>The same by a bit for each cell.</summary>
    private static void SortDense(List<long> positions, int first, long length)
    {
        int words = (int)((length + 63) / 64);
        ulong[] rented = ArrayPool<ulong>.Shared.Rent(words);
        Span<ulong> hit = rented.AsSpan(0, words);
        hit.Clear();
        for (int i = first; i < positions.Count; i++)
        {
            hit[(int)(positions[i] >> 6)] |= 1UL << (int)(positions[i] & 63);
        }

        int kept = first;
        for (int w = 0; w < words; w++)
        {
            for (ulong bits = hit[w]; bits != 0; bits &= bits - 1)
            {
                positions[kept++] = (w * 64L) + BitOperations.TrailingZeroCount(bits);
            }
        }

        positions.RemoveRange(kept, positions.Count - kept);
        ArrayPool<ulong>.Shared.Return(rented);
    }
}
