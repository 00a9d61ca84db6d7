namespace PimSim.Training;

/// <summary>
/// Signs of the weights; the gradient passes where |w| is at most 1, and weights are clamped to [-1, 1] after updates (BinaryNet,
/// Courbariaux 2016). With scales, mean|w| of each output channel (XNOR-Net, Rastegari 2016), a constant to the gradient.
/// </summary>
/// <param name="channels">Output channels.</param>
/// <param name="scales">Whether there are scales; else the scale is 1.</param>
internal sealed class SignMethod(int channels, bool scales) : IWeightMethod
{
    /// <summary>The largest magnitude of a weight.</summary>
    public const float Limit = 1f;
    private readonly float[]? channelScales = scales ? new float[channels] : null;

    public float[] Learned => [];

    public ClipRange? Range => null;

    public void Start(Span<float> weights) => AfterUpdate(weights);

    public void Resume(ReadOnlySpan<float> weights)
    {
    }

    public void BeginEpoch(int epoch, int epochs)
    {
    }

    public LayerScale Forward(ReadOnlySpan<float> weights, Span<float> signs)
    {
        WeightClipping.Signs(weights, -Limit, Limit, signs);
        if (channelScales is null)
        {
            return new LayerScale(1f);
        }

        ChannelScales.Fill(weights, float.NegativeInfinity, float.PositiveInfinity, channelScales);
        return new LayerScale(channelScales);
    }

    public void Backward(ReadOnlySpan<float> weights, ReadOnlySpan<float> gradient, Span<float> weightGradient, Span<float> learnedGradient)
    {
        for (int i = 0; i < weights.Length; i++)
        {
            weightGradient[i] = weights[i] >= -Limit && weights[i] <= Limit ? gradient[i] : 0f;
        }
    }

    public void AfterUpdate(Span<float> weights) => WeightClipping.WriteBack(weights, -Limit, Limit);

    public StoredWeights Store(ReadOnlySpan<float> weights)
    {
        float[] signs = new float[weights.Length];
        Forward(weights, signs);
        return new StoredWeights(PackedSigns.From(signs), channelScales is null ? null : [.. channelScales]);
    }
}
