using PimSim.Bits;

namespace PimSim.Training;

/// <summary>
/// Parameterized weight clipping, the operation alone (training.md section 2): wc = clip(w, l, u), S = sign(wc) with
/// sign(0) = +1, alpha = mean|wc|. The gradients are those of the straight-through surrogate, which lets gradients pass
/// the scaled sign unchanged.
/// </summary>
internal static class WeightClipping
{
    /// <summary>signs[i] = sign(clip(w[i], lower, upper)), +1 or -1.</summary>
    public static void Signs(ReadOnlySpan<float> weights, float lower, float upper, Span<float> signs) => ClipKernels.Signs(weights, lower, upper, signs);

    /// <summary>alpha, summed in the order the device uses.</summary>
    public static float Scale(ReadOnlySpan<float> weights, int channels, float lower, float upper) =>
        RealReduction.MeanAbsClipped(weights, channels, lower, upper);

    /// <summary>Writes the weights back into the range.</summary>
    public static void WriteBack(Span<float> weights, float lower, float upper) => ClipKernels.Clip(weights, lower, upper);

    /// <summary>
    /// From the gradient of the clipped set to those of the weight set and of both thresholds. The threshold gradients are
    /// summed per output channel, then over channels, as 16 interleaved chains.
    /// </summary>
    /// <param name="weights">w, output channel first.</param>
    /// <param name="channels">Output channels.</param>
    /// <param name="lower">l.</param>
    /// <param name="upper">u.</param>
    /// <param name="inclusive">Whether weights on a threshold have a gradient too (needed with write-back).</param>
    /// <param name="clippedGradient">gc.</param>
    /// <param name="weightGradient">g_w, out.</param>
    public static ThresholdGradients Backward(
        ReadOnlySpan<float> weights,
        int channels,
        float lower,
        float upper,
        bool inclusive,
        ReadOnlySpan<float> clippedGradient,
        Span<float> weightGradient)
    {
        int depth = weights.Length / channels;
        float[] below = new float[depth];
        float[] above = new float[depth];
        float[] lowerSums = new float[channels];
        float[] upperSums = new float[channels];
        for (int o = 0; o < channels; o++)
        {
            int start = o * depth;
            ClipKernels.Split(
                weights.Slice(start, depth), clippedGradient.Slice(start, depth), lower, upper, inclusive, weightGradient.Slice(start, depth), below, above);
            lowerSums[o] = RealReduction.Sum16(below);
            upperSums[o] = RealReduction.Sum16(above);
        }

        return new ThresholdGradients(RealReduction.Sum16(lowerSums), RealReduction.Sum16(upperSums));
    }
}
