namespace PimSim.Bnn;

/// <summary>
/// The clipped set's scale and signs in the fixed order of operations (training.md section 2; a full reduction is 16
/// interleaved chains joined 8-4-2-1), so that the trainer, the device and this library get the same fp32 number.
/// </summary>
public static class ScaleMath
{
    private const int Chains = 16;

    /// <summary>min(max(value, lower), upper), also where lower is above upper.</summary>
    public static float Clip(float value, float lower, float upper) => MathF.Min(MathF.Max(value, lower), upper);

    /// <summary>The sign bit of a clipped weight: 1 (that is -1) iff it is below 0; 0 and -0 give +1.</summary>
    public static bool SignBit(float value, float lower, float upper) => Clip(value, lower, upper) < 0f;

    /// <summary>
    /// alpha = mean |clip(w, lower, upper)|: the absolute values are summed for each output, then the sums of the
    /// outputs, then multiplied by the fp32 reciprocal of the count.
    /// </summary>
    /// <param name="values">Weights, outputs x K.</param>
    /// <param name="outputs">Output channels; divides the number of weights.</param>
    /// <param name="lower">First threshold l.</param>
    /// <param name="upper">Second threshold u.</param>
    public static float Alpha(ReadOnlySpan<float> values, int outputs, float lower, float upper)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputs);
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length % outputs, 0);
        int length = values.Length / outputs;
        float[] magnitudes = new float[length];
        float[] sums = new float[outputs];
        for (int o = 0; o < outputs; o++)
        {
            ReadOnlySpan<float> row = values.Slice(o * length, length);
            for (int k = 0; k < length; k++)
            {
                magnitudes[k] = MathF.Abs(Clip(row[k], lower, upper));
            }

            sums[o] = Sum16(magnitudes);
        }

        return Sum16(sums) * (1f / values.Length);
    }

    /// <summary>Sum in 16 chains: element k is added to chain k % 16, chains start at +0 and are joined 8-4-2-1.</summary>
    public static float Sum16(ReadOnlySpan<float> values)
    {
        Span<float> chains = stackalloc float[Chains];
        chains.Clear();
        for (int k = 0; k < values.Length; k++)
        {
            chains[k % Chains] += values[k];
        }

        for (int half = Chains / 2; half > 0; half /= 2)
        {
            for (int i = 0; i < half; i++)
            {
                chains[i] += chains[i + half];
            }
        }

        return chains[0];
    }
}
