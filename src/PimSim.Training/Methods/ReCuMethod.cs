using PimSim.Bits;

namespace PimSim.Training;

/// <summary>
/// ReCU, "Reviving the Dead Weights in Binary Neural Networks" (Xu 2021): weights are standardized to a deviation of
/// 2 sqrt 2, b = mean|.| of the layer, and clamped to [-Q, Q] with Q = -b ln(2 - 2 tau), the quantiles 1 - tau and tau of a
/// Laplace distribution; tau rises from 0.85 towards 0.99. Signs are those of w - mean; the scale is mean|.| of each output
/// channel.
/// </summary>
internal sealed class ReCuMethod(int channels) : IWeightMethod
{
    /// <summary>Deviation of the standardized weights: 2 sqrt 2.</summary>
    public const float Deviation = 2.8284271f;

    private const double FirstTau = 0.85;
    private const double LastTau = 0.99;
    private readonly Standardization standardization = new(Deviation, channels);
    private readonly float[] scales = new float[channels];
    private float[] gradients = [];

    public float[] Learned => [];

    public ClipRange? Range => null;

    /// <summary>tau of this epoch.</summary>
    public double Tau { get; private set; } = FirstTau;

    /// <summary>Q of the last <see cref="Forward"/>.</summary>
    public float Quantile { get; private set; }

    public void Start(Span<float> weights)
    {
    }

    public void Resume(ReadOnlySpan<float> weights)
    {
    }

    /// <summary>tau_i = 0.85 + 0.14 (e^(i/I) - 1) / (e - 1), i = 0 in the first of I epochs.</summary>
    public static double TauOf(int epoch, int epochs)
    {
        double done = (epoch - 1) / (double)epochs;
        return FirstTau + ((LastTau - FirstTau) * (DeterministicMath.Exp(done) - 1.0) / (DeterministicMath.Exp(1.0) - 1.0));
    }

    /// <summary>ln(2 - 2 tau).</summary>
    public static double QuantileLog(double tau) => DeterministicMath.Log(2.0 - (2.0 * tau));

    public void BeginEpoch(int epoch, int epochs) => Tau = TauOf(epoch, epochs);

    public LayerScale Forward(ReadOnlySpan<float> weights, Span<float> signs)
    {
        ReadOnlySpan<float> standard = Clamp(weights);
        WeightClipping.Signs(standard, -Quantile, Quantile, signs);
        return new LayerScale(scales);
    }

    public void Backward(ReadOnlySpan<float> weights, ReadOnlySpan<float> gradient, Span<float> weightGradient, Span<float> learnedGradient)
    {
        ReadOnlySpan<float> standard = Clamp(weights);
        gradients = gradients.Length == weights.Length ? gradients : new float[weights.Length];
        for (int i = 0; i < gradients.Length; i++)
        {
            gradients[i] = standard[i] >= -Quantile && standard[i] <= Quantile ? gradient[i] : 0f;
        }

        standardization.Backward(gradients, weightGradient);
    }

    public void AfterUpdate(Span<float> weights)
    {
    }

    public StoredWeights Store(ReadOnlySpan<float> weights)
    {
        float[] signs = new float[weights.Length];
        Forward(weights, signs);
        return new StoredWeights(PackedSigns.From(signs), [.. scales]);
    }

    /// <summary>Takes the quantile and the scales; the standardized weights, not clamped yet.</summary>
    private ReadOnlySpan<float> Clamp(ReadOnlySpan<float> weights)
    {
        ReadOnlySpan<float> standard = standardization.Forward(weights);
        float mean = RealReduction.MeanAbsClipped(standard, channels, float.NegativeInfinity, float.PositiveInfinity);
        Quantile = (float)(-mean * QuantileLog(Tau));
        ChannelScales.Fill(standard, -Quantile, Quantile, scales);
        return standard;
    }
}
