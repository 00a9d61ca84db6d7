using PimSim.Bits;
using PimSim.Bnn;

namespace PimSim.Training;

/// <summary>Weight clipping whose thresholds are learned themselves.</summary>
internal sealed class AbsoluteClipping(ClippingOptions options, int channels) : IWeightMethod
{
    /// <summary>The smallest magnitude of a threshold.</summary>
    public const float Floor = 1e-3f;

    public float[] Learned { get; } = new float[2];

    public ClipRange? Range => new ClipRange(Learned[0], Learned[1]);

    public void Start(Span<float> weights)
    {
        float start = options.InitialRatio * RealReduction.MeanAbsClipped(weights, channels, float.NegativeInfinity, float.PositiveInfinity);
        Learned[0] = -start;
        Learned[1] = start;
        AfterUpdate(weights);
    }

    public void Resume(ReadOnlySpan<float> weights)
    {
    }

    public void BeginEpoch(int epoch, int epochs)
    {
    }

    public LayerScale Forward(ReadOnlySpan<float> weights, Span<float> signs)
    {
        WeightClipping.Signs(weights, Learned[0], Learned[1], signs);
        return new LayerScale(WeightClipping.Scale(weights, channels, Learned[0], Learned[1]));
    }

    public void Backward(ReadOnlySpan<float> weights, ReadOnlySpan<float> gradient, Span<float> weightGradient, Span<float> learnedGradient)
    {
        ThresholdGradients thresholds = WeightClipping.Backward(weights, channels, Learned[0], Learned[1], inclusive: false, gradient, weightGradient);
        learnedGradient[0] = thresholds.Lower;
        learnedGradient[1] = thresholds.Upper;
    }

    public void AfterUpdate(Span<float> weights)
    {
        Learned[0] = Math.Min(Learned[0], -Floor);
        Learned[1] = Math.Max(Learned[1], Floor);
    }

    public StoredWeights Store(ReadOnlySpan<float> weights) => new(new ClippedWeights(weights.ToArray(), Learned[0], Learned[1]));
}
