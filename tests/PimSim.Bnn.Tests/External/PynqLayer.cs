using System.Buffers.Binary;

namespace PimSim.Bnn.Tests.External;

/// <summary>One layer of a BNN-PYNQ parameter folder, read without regard for faults: rows of weights (true is +1) and thresholds.</summary>
internal sealed class PynqLayer
{
    private readonly string folder;
    private readonly int layer;
    private readonly bool[][] weights;
    private readonly long[] thresholds;

    /// <summary>Layer <paramref name="layer"/>, folded to <paramref name="pe"/> processing elements of <paramref name="simd"/> weights.</summary>
    public PynqLayer(string folder, int layer, int pe, int simd, int columns, int rows, bool hasThresholds)
    {
        this.folder = folder;
        this.layer = layer;
        weights = [.. Enumerable.Range(0, rows).Select(_ => new bool[columns])];
        thresholds = new long[rows];
        for (int p = 0; p < pe; p++)
        {
            ulong[] words = Words(p, "weights");
            for (int i = 0; i < words.Length; i++)
            {
                (int fold, int part) = Math.DivRem(i, columns / simd);
                for (int b = 0; b < simd; b++)
                {
                    weights[(fold * pe) + p][(part * simd) + b] = ((words[i] >> b) & 1) != 0;
                }
            }

            ulong[] limits = hasThresholds ? Words(p, "thres") : [];
            for (int i = 0; i < limits.Length; i++)
            {
                thresholds[(i * pe) + p] = (long)limits[i];
            }
        }
    }

    /// <summary>The first weights of the first rows.</summary>
    public BinarizedWeights Weights(int rows, int columns)
    {
        ulong[] bits = new ulong[((rows * columns) + 63) / 64];
        for (int i = 0; i < rows * columns; i++)
        {
            bits[i / 64] |= weights[i / columns][i % columns] ? 0 : 1UL << (i % 64);
        }

        return new BinarizedWeights(bits, rows * columns, 1f);
    }

    /// <summary>Popcount above the threshold, of the first rows.</summary>
    public DotThreshold[] Popcounts(int rows, int positions) => [.. thresholds.Take(rows).Select(t => DotThreshold.OfMatches(t + 1, positions))];

    /// <summary>Twice the sum above the threshold.</summary>
    public DotThreshold[] Halves() => [.. thresholds.Select(t => new DotThreshold((int)(t >> 1) + 1, AtMost: false))];

    private ulong[] Words(int pe, string kind)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(folder, $"{layer}-{pe}-{kind}.bin"));
        return [.. Enumerable.Range(0, bytes.Length / 8).Select(i => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(i * 8)))];
    }
}
