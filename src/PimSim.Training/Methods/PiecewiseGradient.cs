using PimSim.Bits;

namespace PimSim.Training;

/// <summary>
/// Turns the gradient behind a sign into one that the clipped identity passes on as the piecewise polynomial would: times
/// max(0, 2 - 2|x|), which is 0 wherever the clipped identity stops.
/// </summary>
internal static class PiecewiseGradient
{
    /// <param name="pooled">Input of the batch norm, pixels x channels.</param>
    /// <param name="norm">The batch norm; its result is x.</param>
    /// <param name="gradient">Gradient of the signs, changed.</param>
    public static void Apply(ReadOnlySpan<float> pooled, in NormParameters norm, Span<float> gradient)
    {
        for (int i = 0; i < gradient.Length; i += norm.Channels)
        {
            for (int c = 0; c < norm.Channels; c++)
            {
                float standardized = (pooled[i + c] - norm.Mean[c]) * norm.Inverse[c];
                float x = MathF.FusedMultiplyAdd(standardized, norm.Gamma[c], norm.Beta[c]);
                gradient[i + c] *= Math.Max(0f, 2f - (2f * MathF.Abs(x)));
            }
        }
    }
}
