using PimSim.Bits;
using PimSim.Bnn;

namespace PimSim.Training;

/// <summary>Weight clipping whose thresholds are learned in units of mean|w|, with write-back: the default.</summary>
internal sealed class RelativeClipping(ClippingOptions options, int channels) : IWeightMethod
{
    private const float SmallestRatio = 1f;
    private float mean;
    private ClipRange range;

    public float[] Learned { get; } = [options.InitialRatio, options.InitialRatio];

    public ClipRange? Range => range;

    public void Start(Span<float> weights) => AfterUpdate(weights);

    public void Resume(ReadOnlySpan<float> weights) => TakeRange(weights);

    public void BeginEpoch(int epoch, int epochs)
    {
    }

    public LayerScale Forward(ReadOnlySpan<float> weights, Span<float> signs)
    {
        WeightClipping.Signs(weights, range.Lower, range.Upper, signs);
        return new LayerScale(WeightClipping.Scale(weights, channels, range.Lower, range.Upper));
    }

    /// <summary>The mean is a constant to the gradient.</summary>
    public void Backward(ReadOnlySpan<float> weights, ReadOnlySpan<float> gradient, Span<float> weightGradient, Span<float> learnedGradient)
    {
        ThresholdGradients thresholds = WeightClipping.Backward(weights, channels, range.Lower, range.Upper, inclusive: true, gradient, weightGradient);
        learnedGradient[0] = -thresholds.Lower * mean;
        learnedGradient[1] = thresholds.Upper * mean;
    }

    /// <summary>
    /// The mean is taken anew after writing back: weights that were cut then lie a little outside, where they keep their
    /// place; with the range of the write-back they would be free to drift inwards and the range would shrink to nothing
    /// within a few epochs.
    /// </summary>
    public void AfterUpdate(Span<float> weights)
    {
        Learned[0] = Math.Max(Learned[0], SmallestRatio);
        Learned[1] = Math.Max(Learned[1], SmallestRatio);
        TakeRange(weights);
        WeightClipping.WriteBack(weights, range.Lower, range.Upper);
        TakeRange(weights);
    }

    public StoredWeights Store(ReadOnlySpan<float> weights) => new(new ClippedWeights(weights.ToArray(), range.Lower, range.Upper));

    private void TakeRange(ReadOnlySpan<float> weights)
    {
        mean = RealReduction.MeanAbsClipped(weights, channels, float.NegativeInfinity, float.PositiveInfinity);
        range = new ClipRange(-Learned[0] * mean, Learned[1] * mean);
    }
}
