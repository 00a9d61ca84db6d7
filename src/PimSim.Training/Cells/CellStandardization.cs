using PimSim.Driver;

namespace PimSim.Training;

/// <summary>
/// <see cref="Standardization"/> as a domain's lanes do it on what its cells hold; a channel has <paramref name="stride"/> numbers, of which
/// <paramref name="depth"/> are its own and the others fill lanes.
/// </summary>
/// <param name="cells">Where they lie.</param>
/// <param name="block">The block.</param>
/// <param name="factor">Deviation of the result.</param>
/// <param name="channels">Output channels.</param>
/// <param name="depth">Elements of a channel.</param>
/// <param name="stride">With those that fill lanes.</param>
internal sealed class CellStandardization(CellPort cells, int block, float factor, int channels, int depth, int stride)
{
    private const float Epsilon = 1e-5f;
    private readonly LaneMath math = cells.Math;

    /// <summary>Standardized weights.</summary>
    public float[] Values { get; } = new float[channels * stride];

    /// <summary>Factor over deviation: channels x lanes.</summary>
    public float[] Inverse { get; } = new float[channels * cells.Lanes];

    /// <summary>Columns that a step reads before it writes them.</summary>
    public IEnumerable<(TrainingColumn Column, float[] Values)> Stored => [(Standard, Values), (Deviations, Inverse)];

    private TrainingColumn Standard => new(TrainingTensor.Weights, block, ParameterColumn.Standard);

    private TrainingColumn Deviations => new(TrainingTensor.Deviations, block);

    private int Others => Math.Max(depth - 1, 1);

    /// <summary>Standardizes; the sum of the magnitudes of each channel.</summary>
    public float[] Forward(ReadOnlySpan<float> weights)
    {
        float[] inverse = new float[channels];
        float[] squares = new float[stride];
        for (int o = 0; o < channels; o++)
        {
            ReadOnlySpan<float> w = weights.Slice(o * stride, stride);
            float mean = math.Divide(math.Sum16(w), math.Round(depth));
            for (int k = 0; k < stride; k++)
            {
                float v = k < depth ? math.Subtract(w[k], mean) : 0f;
                Values[(o * stride) + k] = v;
                squares[k] = math.Multiply(v, v);
            }

            float variance = math.Add(math.Divide(math.Sum16(squares), math.Round(Others)), math.Round(Epsilon));
            inverse[o] = math.Divide(math.Round(factor), math.SquareRoot(variance));
            Inverse.AsSpan(o * cells.Lanes, cells.Lanes).Fill(inverse[o]);
        }

        cells.Write(Standard, Values);
        cells.Write(Deviations, Inverse);
        float[] magnitudes = new float[channels];
        for (int o = 0; o < channels; o++)
        {
            Span<float> v = Values.AsSpan(o * stride, stride);
            for (int k = 0; k < stride; k++)
            {
                v[k] = math.Multiply(v[k], inverse[o]);
            }

            magnitudes[o] = math.SumAbs16Clipped(v, float.NegativeInfinity, float.PositiveInfinity);
        }

        cells.Write(Standard, Values);
        return magnitudes;
    }

    /// <summary>From the gradient of the clipped set, in registers and as it was written, to that of the weights.</summary>
    public float[] Backward(ReadOnlySpan<float> masked, ReadOnlySpan<float> written)
    {
        float[] result = new float[masked.Length];
        float[] products = new float[stride];
        for (int o = 0; o < channels; o++)
        {
            ReadOnlySpan<float> g = written.Slice(o * stride, stride);
            ReadOnlySpan<float> v = Values.AsSpan(o * stride, stride);
            float mean = math.Divide(math.Sum16(masked.Slice(o * stride, stride)), math.Round(depth));
            for (int k = 0; k < stride; k++)
            {
                products[k] = math.Multiply(g[k], v[k]);
            }

            float along = math.Divide(-math.Sum16(products), math.Round(factor * factor * Others));
            for (int k = 0; k < depth; k++)
            {
                float inverse = Inverse[(o * cells.Lanes) + (k % cells.Lanes)];
                result[(o * stride) + k] = math.Multiply(math.FusedMultiplyAdd(v[k], along, math.Subtract(g[k], mean)), inverse);
            }
        }

        return result;
    }
}
