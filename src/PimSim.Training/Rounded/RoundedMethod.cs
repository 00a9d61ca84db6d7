using PimSim.Bnn;

namespace PimSim.Training;

/// <summary>Every method in the number format of a device's lanes: the formulas of the others, each operation rounded.</summary>
internal sealed class RoundedMethod : IWeightMethod
{
    private readonly TrainingMethod method;
    private readonly ClippingOptions options;
    private readonly int channels;
    private readonly LaneMath math;
    private readonly RoundedStandardization? standardization;
    private readonly float[] scales;
    private double tau = ReCuMethod.TauOf(1, 1);
    private float mean;
    private float lower = -SignMethod.Limit;
    private float upper = SignMethod.Limit;

    public RoundedMethod(TrainingMethod method, ClippingOptions options, int channels, LaneMath math)
    {
        (this.method, this.options, this.channels, this.math) = (method, options, channels, math);
        scales = new float[channels];
        standardization = method switch
        {
            TrainingMethod.StandardizedClipping => new RoundedStandardization(1f, channels, math),
            TrainingMethod.ReCu => new RoundedStandardization(ReCuMethod.Deviation, channels, math),
            _ => null,
        };
        Learned = method is TrainingMethod.RelativeClipping or TrainingMethod.AbsoluteClipping or TrainingMethod.StandardizedClipping ? new float[2] : [];
    }

    public float[] Learned { get; }

    public ClipRange? Range => Learned.Length == 0 ? null : new ClipRange(lower, upper);

    private bool IsInclusive => method is not (TrainingMethod.AbsoluteClipping or TrainingMethod.StandardizedClipping);

    public void Start(Span<float> weights)
    {
        math.Round(weights);
        if (Learned.Length > 0)
        {
            Learned[1] = math.Round(method switch
            {
                TrainingMethod.RelativeClipping => options.InitialRatio,
                TrainingMethod.AbsoluteClipping => options.InitialRatio * math.MeanAbsClipped(weights, channels, float.NegativeInfinity, float.PositiveInfinity),
                _ => options.InitialDeviations,
            });
            Learned[0] = method == TrainingMethod.RelativeClipping ? Learned[1] : -Learned[1];
        }

        AfterUpdate(weights);
    }

    public void Resume(ReadOnlySpan<float> weights) => TakeRange(weights);

    public void BeginEpoch(int epoch, int epochs) => tau = ReCuMethod.TauOf(epoch, epochs);

    public LayerScale Forward(ReadOnlySpan<float> weights, Span<float> signs)
    {
        ReadOnlySpan<float> values = Clipped(weights);
        WeightClipping.Signs(values, lower, upper, signs);
        switch (method)
        {
            case TrainingMethod.Sign:
                return new LayerScale(1f);
            case TrainingMethod.XnorNet or TrainingMethod.ReCu:
                int depth = weights.Length / channels;
                for (int o = 0; o < channels; o++)
                {
                    scales[o] = math.Multiply(math.SumAbs16Clipped(values.Slice(o * depth, depth), lower, upper), math.Round(1f / depth));
                }

                return new LayerScale(scales);
            default:
                return new LayerScale(math.MeanAbsClipped(values, channels, lower, upper));
        }
    }

    public void Backward(ReadOnlySpan<float> weights, ReadOnlySpan<float> gradient, Span<float> weightGradient, Span<float> learnedGradient)
    {
        ReadOnlySpan<float> values = Clipped(weights);
        float[] rounded = gradient.ToArray();
        math.Round(rounded);
        float[] masked = new float[rounded.Length];
        float[] below = new float[rounded.Length];
        float[] above = new float[rounded.Length];
        for (int i = 0; i < masked.Length; i++)
        {
            bool passes = IsInclusive ? values[i] >= lower && values[i] <= upper : values[i] > lower && values[i] < upper;
            masked[i] = passes ? rounded[i] : 0f;
            below[i] = values[i] <= lower ? rounded[i] : 0f;
            above[i] = values[i] >= upper ? rounded[i] : 0f;
        }

        if (learnedGradient.Length > 0)
        {
            bool isRelative = method == TrainingMethod.RelativeClipping;
            learnedGradient[0] = isRelative ? math.Multiply(-Sum(below), mean) : Sum(below);
            learnedGradient[1] = isRelative ? math.Multiply(Sum(above), mean) : Sum(above);
        }

        if (standardization is not null)
        {
            standardization.Backward(masked, weightGradient);
            return;
        }

        masked.CopyTo(weightGradient);
    }

    public void AfterUpdate(Span<float> weights)
    {
        switch (method)
        {
            case TrainingMethod.RelativeClipping:
                Learned[0] = Math.Max(Learned[0], 1f);
                Learned[1] = Math.Max(Learned[1], 1f);
                TakeRange(weights);
                WeightClipping.WriteBack(weights, lower, upper);
                break;
            case TrainingMethod.AbsoluteClipping or TrainingMethod.StandardizedClipping:
                Learned[0] = Math.Min(Learned[0], -math.Round(AbsoluteClipping.Floor));
                Learned[1] = Math.Max(Learned[1], math.Round(AbsoluteClipping.Floor));
                break;
            case TrainingMethod.Sign or TrainingMethod.XnorNet:
                WeightClipping.WriteBack(weights, lower, upper);
                break;
            default:
                break;
        }

        TakeRange(weights);
    }

    public StoredWeights Store(ReadOnlySpan<float> weights)
    {
        ReadOnlySpan<float> values = Clipped(weights);
        if (Learned.Length > 0)
        {
            return new StoredWeights(new ClippedWeights(values.ToArray(), lower, upper));
        }

        float[] signs = new float[weights.Length];
        Forward(weights, signs);
        return new StoredWeights(PackedSigns.From(signs), method == TrainingMethod.Sign ? null : [.. scales]);
    }

    /// <summary>What is clipped; for ReCU takes the quantiles too.</summary>
    private ReadOnlySpan<float> Clipped(ReadOnlySpan<float> weights)
    {
        if (standardization is null)
        {
            return weights;
        }

        ReadOnlySpan<float> values = standardization.Forward(weights);
        if (method == TrainingMethod.ReCu)
        {
            float magnitude = math.MeanAbsClipped(values, channels, float.NegativeInfinity, float.PositiveInfinity);
            upper = math.Round((float)(-magnitude * ReCuMethod.QuantileLog(tau)));
            lower = -upper;
        }

        return values;
    }

    private void TakeRange(ReadOnlySpan<float> weights)
    {
        if (method == TrainingMethod.RelativeClipping)
        {
            mean = math.MeanAbsClipped(weights, channels, float.NegativeInfinity, float.PositiveInfinity);
            (lower, upper) = (math.Multiply(-Learned[0], mean), math.Multiply(Learned[1], mean));
        }
        else if (Learned.Length > 0)
        {
            (lower, upper) = (Learned[0], Learned[1]);
        }
    }

    /// <summary>Over each channel, then over the channels.</summary>
    private float Sum(float[] values)
    {
        int depth = values.Length / channels;
        float[] sums = new float[channels];
        for (int o = 0; o < channels; o++)
        {
            sums[o] = math.Sum16(values.AsSpan(o * depth, depth));
        }

        return math.Sum16(sums);
    }
}
