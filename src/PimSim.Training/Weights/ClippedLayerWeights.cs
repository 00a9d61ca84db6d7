using PimSim.Bits;
using PimSim.Bnn;

namespace PimSim.Training;

/// <summary>Weights binarized by parameterized weight clipping, and its two thresholds.</summary>
internal sealed class ClippedLayerWeights : LayerWeights
{
    private const float SmallestThreshold = 1e-3f;
    private const float SmallestRatio = 1f;
    private readonly ClippingMode _mode;
    private readonly AdamMoments _moments;
    private readonly AdamMoments _thresholdMoments = new(2);
    private readonly float[] _gradient;

    // What is learned of the thresholds, lower then upper: ratios to mean|w|, or the thresholds themselves.
    private readonly float[] _parameters;
    private float _mean;

    /// <summary>Thresholds at <see cref="ClippingOptions.InitialRatio"/> times mean|w|.</summary>
    public ClippedLayerWeights(float[] values, int channels, ClippingOptions options)
        : base(values, channels)
    {
        _mode = options.Mode;
        _moments = new AdamMoments(values.Length);
        _gradient = new float[values.Length];
        _mean = MeanMagnitude();
        float start = options.InitialRatio * _mean;
        _parameters = _mode == ClippingMode.Relative ? [options.InitialRatio, options.InitialRatio] : [-start, start];
        SettleThresholds();
    }

    /// <summary>First clip threshold.</summary>
    public float Lower { get; private set; }

    /// <summary>Second clip threshold.</summary>
    public float Upper { get; private set; }

    public override float Prepare(Span<float> effective)
    {
        WeightClipping.Signs(Values, Lower, Upper, effective);
        return WeightClipping.Scale(Values, Channels, Lower, Upper);
    }

    public override void Update(ReadOnlySpan<float> gradient, in AdamStepConstants step)
    {
        ThresholdGradients thresholds = WeightClipping.Backward(
            Values, Channels, Lower, Upper, inclusive: _mode == ClippingMode.Relative, gradient, _gradient);
        ReadOnlySpan<float> parameterGradient = _mode == ClippingMode.Relative
            ? [-thresholds.Lower * _mean, thresholds.Upper * _mean]
            : [thresholds.Lower, thresholds.Upper];
        _moments.Step(Values, _gradient, step);
        _thresholdMoments.Step(_parameters, parameterGradient, step);
        SettleThresholds();
    }

    public override WeightSet Export() => new ClippedWeights([.. Values], Lower, Upper);

    private void SettleThresholds()
    {
        if (_mode == ClippingMode.Absolute)
        {
            _parameters[0] = Math.Min(_parameters[0], -SmallestThreshold);
            _parameters[1] = Math.Max(_parameters[1], SmallestThreshold);
            (Lower, Upper) = (_parameters[0], _parameters[1]);
            return;
        }

        // The mean is a constant to the gradient. It is taken anew after writing back: weights that were cut then lie a
        // little outside, where they keep their place; with the range of the write-back they would be free to drift
        // inwards and the range would shrink to nothing within a few epochs.
        _parameters[0] = Math.Max(_parameters[0], SmallestRatio);
        _parameters[1] = Math.Max(_parameters[1], SmallestRatio);
        TakeRange();
        WeightClipping.WriteBack(Values, Lower, Upper);
        TakeRange();
    }

    private void TakeRange()
    {
        _mean = MeanMagnitude();
        (Lower, Upper) = (-_parameters[0] * _mean, _parameters[1] * _mean);
    }

    private float MeanMagnitude() =>
        RealReduction.MeanAbsClipped(Values, Channels, float.NegativeInfinity, float.PositiveInfinity);
}
