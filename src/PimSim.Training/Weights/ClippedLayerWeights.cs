using PimSim.Bits;
using PimSim.Bnn;

namespace PimSim.Training;

/// <summary>Weights binarized by parameterized weight clipping, and its two thresholds.</summary>
internal sealed class ClippedLayerWeights : LayerWeights
{
    private const float SmallestThreshold = 1e-3f;
    private const float SmallestRatio = 1f;
    private readonly ClippingMode mode;
    private readonly AdamMoments moments;
    private readonly AdamMoments thresholdMoments = new(2);
    private readonly float[] gradient;

    // What is learned of the thresholds, lower then upper: ratios to mean|w|, or the thresholds themselves.
    private readonly float[] parameters;
    private float mean;

    /// <summary>Thresholds at <see cref="ClippingOptions.InitialRatio"/> times mean|w|.</summary>
    public ClippedLayerWeights(float[] values, int channels, ClippingOptions options)
        : base(values, channels)
    {
        mode = options.Mode;
        moments = new AdamMoments(values.Length);
        this.gradient = new float[values.Length];
        mean = MeanMagnitude();
        float start = options.InitialRatio * mean;
        parameters = mode == ClippingMode.Relative ? [options.InitialRatio, options.InitialRatio] : [-start, start];
        SettleThresholds();
    }

    /// <summary>First clip threshold.</summary>
    public float Lower { get; private set; }

    /// <summary>Second clip threshold.</summary>
    public float Upper { get; private set; }

    public AdamMoments Moments => moments;

    /// <summary>What is learned of the thresholds, lower then upper.</summary>
    public float[] Parameters => parameters;

    public AdamMoments ParameterMoments => thresholdMoments;

    /// <summary>Mean magnitude that relative thresholds are multiples of.</summary>
    public float Mean => mean;

    public override float Prepare(Span<float> effective)
    {
        WeightClipping.Signs(Values, Lower, Upper, effective);
        return WeightClipping.Scale(Values, Channels, Lower, Upper);
    }

    public override void Update(ReadOnlySpan<float> gradient, in AdamStepConstants step)
    {
        ThresholdGradients thresholds = WeightClipping.Backward(
            Values, Channels, Lower, Upper, inclusive: mode == ClippingMode.Relative, gradient, this.gradient);
        ReadOnlySpan<float> parameterGradient = mode == ClippingMode.Relative
            ? [-thresholds.Lower * mean, thresholds.Upper * mean]
            : [thresholds.Lower, thresholds.Upper];
        moments.Step(Values, this.gradient, step);
        thresholdMoments.Step(parameters, parameterGradient, step);
        SettleThresholds();
    }

    public override WeightSet Export() => new ClippedWeights([.. Values], Lower, Upper);

    private void SettleThresholds()
    {
        if (mode == ClippingMode.Absolute)
        {
            parameters[0] = Math.Min(parameters[0], -SmallestThreshold);
            parameters[1] = Math.Max(parameters[1], SmallestThreshold);
            (Lower, Upper) = (parameters[0], parameters[1]);
            return;
        }

        // The mean is a constant to the gradient. It is taken anew after writing back: weights that were cut then lie a
        // little outside, where they keep their place; with the range of the write-back they would be free to drift
        // inwards and the range would shrink to nothing within a few epochs.
        parameters[0] = Math.Max(parameters[0], SmallestRatio);
        parameters[1] = Math.Max(parameters[1], SmallestRatio);
        TakeRange();
        WeightClipping.WriteBack(Values, Lower, Upper);
        TakeRange();
    }

    private void TakeRange()
    {
        mean = MeanMagnitude();
        (Lower, Upper) = (-parameters[0] * mean, parameters[1] * mean);
    }

    private float MeanMagnitude() =>
        RealReduction.MeanAbsClipped(Values, Channels, float.NegativeInfinity, float.PositiveInfinity);
}
