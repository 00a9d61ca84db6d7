using PimSim.Bnn;

namespace PimSim.Training;

/// <summary>Weight clipping of standardized weights; the thresholds are learned in units of their deviation.</summary>
internal sealed class StandardizedClipping(ClippingOptions options, int channels) : IWeightMethod
{
    private readonly Standardization standardization = new(1f, channels);
    private float[] gradients = [];

    public float[] Learned { get; } = [-options.InitialDeviations, options.InitialDeviations];

    public ClipRange? Range => new ClipRange(Learned[0], Learned[1]);

    public void Start(Span<float> weights) => AfterUpdate(weights);

    public void Resume(ReadOnlySpan<float> weights)
    {
    }

    public void BeginEpoch(int epoch, int epochs)
    {
    }

    public LayerScale Forward(ReadOnlySpan<float> weights, Span<float> signs)
    {
        ReadOnlySpan<float> standard = standardization.Forward(weights);
        WeightClipping.Signs(standard, Learned[0], Learned[1], signs);
        return new LayerScale(WeightClipping.Scale(standard, channels, Learned[0], Learned[1]));
    }

    public void Backward(ReadOnlySpan<float> weights, ReadOnlySpan<float> gradient, Span<float> weightGradient, Span<float> learnedGradient)
    {
        gradients = gradients.Length == weights.Length ? gradients : new float[weights.Length];
        ThresholdGradients thresholds = WeightClipping.Backward(
            standardization.Forward(weights), channels, Learned[0], Learned[1], inclusive: false, gradient, gradients);
        standardization.Backward(gradients, weightGradient);
        learnedGradient[0] = thresholds.Lower;
        learnedGradient[1] = thresholds.Upper;
    }

    public void AfterUpdate(Span<float> weights)
    {
        Learned[0] = Math.Min(Learned[0], -AbsoluteClipping.Floor);
        Learned[1] = Math.Max(Learned[1], AbsoluteClipping.Floor);
    }

    /// <summary>The standardized weights: clipped, they give the same signs and the same scale.</summary>
    public StoredWeights Store(ReadOnlySpan<float> weights) =>
        new(new ClippedWeights(standardization.Forward(weights).ToArray(), Learned[0], Learned[1]));
}
