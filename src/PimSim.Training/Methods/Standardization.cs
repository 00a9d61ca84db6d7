using PimSim.Bits;

namespace PimSim.Training;

/// <summary>
/// Weights centred and divided by their deviation, per output channel: v = factor * (w - mean) / sqrt(variance + 1e-5), with
/// the unbiased variance. The gradient goes through mean and variance as well.
/// </summary>
/// <param name="factor">Deviation of the result.</param>
/// <param name="channels">Output channels.</param>
internal sealed class Standardization(float factor, int channels)
{
    private const float Epsilon = 1e-5f;
    private readonly float[] inverse = new float[channels];
    private float[] values = [];
    private float[] terms = [];

    /// <summary>v of the last <see cref="Forward"/>.</summary>
    public ReadOnlySpan<float> Values => values;

    public ReadOnlySpan<float> Forward(ReadOnlySpan<float> weights)
    {
        int depth = weights.Length / inverse.Length;
        if (values.Length != weights.Length)
        {
            values = new float[weights.Length];
            terms = new float[depth];
        }

        for (int o = 0; o < inverse.Length; o++)
        {
            ReadOnlySpan<float> w = weights.Slice(o * depth, depth);
            Span<float> v = values.AsSpan(o * depth, depth);
            float mean = RealReduction.Sum16(w) / depth;
            for (int k = 0; k < depth; k++)
            {
                v[k] = w[k] - mean;
                terms[k] = v[k] * v[k];
            }

            inverse[o] = factor / MathF.Sqrt((RealReduction.Sum16(terms) / Others(depth)) + Epsilon);
            for (int k = 0; k < depth; k++)
            {
                v[k] *= inverse[o];
            }
        }

        return values;
    }

    /// <summary>From the gradient of v to that of w: inverse * (g - mean(g) - v * sum(g v) / (factor^2 (n - 1))).</summary>
    public void Backward(ReadOnlySpan<float> gradient, Span<float> weightGradient)
    {
        int depth = terms.Length;
        for (int o = 0; o < inverse.Length; o++)
        {
            ReadOnlySpan<float> g = gradient.Slice(o * depth, depth);
            ReadOnlySpan<float> v = values.AsSpan(o * depth, depth);
            Span<float> result = weightGradient.Slice(o * depth, depth);
            float mean = RealReduction.Sum16(g) / depth;
            for (int k = 0; k < depth; k++)
            {
                terms[k] = g[k] * v[k];
            }

            float along = -RealReduction.Sum16(terms) / (factor * factor * Others(depth));
            for (int k = 0; k < depth; k++)
            {
                result[k] = MathF.FusedMultiplyAdd(v[k], along, g[k] - mean) * inverse[o];
            }
        }
    }

    private static int Others(int depth) => Math.Max(depth - 1, 1);
}
