using PimSim.Bits;
using PimSim.Device;
using PimSim.Models;

namespace PimSim.Training;

/// <summary>Arithmetic as the SIMD lanes of a number format do it: every operation is rounded once, sums like all others; fp32 is the host's own.</summary>
internal readonly struct LaneMath(NumberFormat format)
{
    private const int Chains = 16;
    private const float SmallestNormalHalf = 6.1035156e-5f;

    /// <summary>True where numbers are those of fp32.</summary>
    public bool IsFp32 => format == NumberFormat.Fp32;

    public float Round(float value) => SimdArithmetic.Round(value, format);

    public float Add(float a, float b) => Round(a + b);

    public float Subtract(float a, float b) => Round(a - b);

    public float Multiply(float a, float b) => Round(a * b);

    public float Divide(float a, float b) => Round(a / b);

    public float SquareRoot(float a) => Round(MathF.Sqrt(a));

    public float FusedMultiplyAdd(float a, float b, float c) => SimdArithmetic.FusedMultiplyAdd(a, b, c, format);

    /// <summary>sum[i] = values[i] * factor + sum[i], rounded once.</summary>
    public void MultiplyAdd(Span<float> sum, float factor, ReadOnlySpan<float> values)
    {
        if (IsFp32)
        {
            VectorKernels.MultiplyAdd(sum, factor, values);
            return;
        }

        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] = FusedMultiplyAdd(factor, values[i], sum[i]);
        }
    }

    /// <summary>Rounds all values in place.</summary>
    public void Round(Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Round(values[i]);
        }
    }

    /// <summary>Adam's epsilon: in fp16 the smallest normal number, where the usual one would be 0 and 0 / 0 follow.</summary>
    public float AdamEpsilon(float usual) => format == NumberFormat.Fp16 ? MathF.Max(usual, SmallestNormalHalf) : usual;

    /// <summary>Sixteen interleaved chains, joined 8-4-2-1.</summary>
    public float Sum16(ReadOnlySpan<float> values)
    {
        Span<float> chains = stackalloc float[Chains];
        chains.Clear();
        for (int i = 0; i < values.Length; i++)
        {
            chains[i % Chains] = Add(chains[i % Chains], values[i]);
        }

        for (int half = Chains / 2; half > 0; half /= 2)
        {
            for (int i = 0; i < half; i++)
            {
                chains[i] = Add(chains[i], chains[i + half]);
            }
        }

        return chains[0];
    }

    /// <summary>The sum of |clip(w, lower, upper)|.</summary>
    public float SumAbs16Clipped(ReadOnlySpan<float> values, float lower, float upper)
    {
        float[] magnitudes = new float[values.Length];
        for (int i = 0; i < magnitudes.Length; i++)
        {
            magnitudes[i] = MathF.Abs(Clip(values[i], lower, upper));
        }

        return Sum16(magnitudes);
    }

    /// <summary>The same for each channel, then over the channels, times (1 / count).</summary>
    public float MeanAbsClipped(ReadOnlySpan<float> weights, int channels, float lower, float upper)
    {
        int depth = weights.Length / channels;
        float[] sums = new float[channels];
        for (int o = 0; o < channels; o++)
        {
            sums[o] = SumAbs16Clipped(weights.Slice(o * depth, depth), lower, upper);
        }

        return Multiply(Sum16(sums), Round(1f / weights.Length));
    }

    public static float Clip(float value, float lower, float upper) => value < lower ? lower : value > upper ? upper : value;
}
