namespace PimSim.Training;

/// <summary><see cref="Standardization"/> in the number format of a device's lanes.</summary>
/// <param name="factor">Deviation of the result.</param>
/// <param name="channels">Output channels.</param>
/// <param name="math">The lanes' arithmetic.</param>
internal sealed class RoundedStandardization(float factor, int channels, LaneMath math)
{
    private const float Epsilon = 1e-5f;
    private readonly float[] inverse = new float[channels];
    private float[] values = [];

    public ReadOnlySpan<float> Forward(ReadOnlySpan<float> weights)
    {
        int depth = weights.Length / channels;
        values = weights.ToArray();
        float[] squares = new float[depth];
        for (int o = 0; o < channels; o++)
        {
            Span<float> v = values.AsSpan(o * depth, depth);
            float mean = math.Divide(math.Sum16(v), math.Round(depth));
            for (int k = 0; k < depth; k++)
            {
                v[k] = math.Subtract(v[k], mean);
                squares[k] = math.Multiply(v[k], v[k]);
            }

            float variance = math.Add(math.Divide(math.Sum16(squares), math.Round(Others(depth))), math.Round(Epsilon));
            inverse[o] = math.Divide(math.Round(factor), math.SquareRoot(variance));
            for (int k = 0; k < depth; k++)
            {
                v[k] = math.Multiply(v[k], inverse[o]);
            }
        }

        return values;
    }

    /// <summary>From the gradient of v to that of w.</summary>
    public void Backward(ReadOnlySpan<float> gradient, Span<float> weightGradient)
    {
        int depth = gradient.Length / channels;
        float[] products = new float[depth];
        for (int o = 0; o < channels; o++)
        {
            ReadOnlySpan<float> g = gradient.Slice(o * depth, depth);
            ReadOnlySpan<float> v = values.AsSpan(o * depth, depth);
            float mean = math.Divide(math.Sum16(g), math.Round(depth));
            for (int k = 0; k < depth; k++)
            {
                products[k] = math.Multiply(g[k], v[k]);
            }

            float along = math.Divide(-math.Sum16(products), math.Round(factor * factor * Others(depth)));
            for (int k = 0; k < depth; k++)
            {
                weightGradient[(o * depth) + k] = math.Multiply(math.FusedMultiplyAdd(v[k], along, math.Subtract(g[k], mean)), inverse[o]);
            }
        }
    }

    private static int Others(int depth) => Math.Max(depth - 1, 1);
}
