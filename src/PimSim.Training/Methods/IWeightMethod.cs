namespace PimSim.Training;

/// <summary>
/// How the weight set of one layer becomes signs and a scale, and how gradients come back to it. A step calls
/// <see cref="Forward"/>, <see cref="Backward"/>, then, when the optimizer has changed weights and
/// <see cref="Learned"/>, <see cref="AfterUpdate"/>. Weights are output channel first. All sums are those of
/// <see cref="Bits.RealReduction"/>: per output channel, then over the channels.
/// </summary>
internal interface IWeightMethod
{
    /// <summary>What is learned beside the weights, lower before upper: clip thresholds or their ratios to mean|w|; mostly empty.</summary>
    float[] Learned { get; }

    /// <summary>Both clip thresholds as the next <see cref="Forward"/> uses them, or null where the method learns none.</summary>
    ClipRange? Range { get; }

    /// <summary>Takes initial weights: sets where <see cref="Learned"/> starts, and limits both.</summary>
    void Start(Span<float> weights);

    /// <summary>Takes weights and <see cref="Learned"/> as they are, from a checkpoint.</summary>
    void Resume(ReadOnlySpan<float> weights);

    /// <summary>Moves what follows a schedule.</summary>
    /// <param name="epoch">Epoch that begins, from 1.</param>
    /// <param name="epochs">All epochs.</param>
    void BeginEpoch(int epoch, int epochs);

    /// <summary>Writes the signs, +1 or -1, and returns the scale; it is applied to the pooled counts.</summary>
    LayerScale Forward(ReadOnlySpan<float> weights, Span<float> signs);

    /// <summary>
    /// From the gradient of the signs, dL/dS with the scale in it, to those of the weights and of <see cref="Learned"/>, by the
    /// straight-through surrogate; scales are constants to it.
    /// </summary>
    void Backward(ReadOnlySpan<float> weights, ReadOnlySpan<float> gradient, Span<float> weightGradient, Span<float> learnedGradient);

    /// <summary>Limits weights and <see cref="Learned"/> after an update.</summary>
    void AfterUpdate(Span<float> weights);

    /// <summary>What a trained network stores: means the signs and scales of <see cref="Forward"/>, bit for bit.</summary>
    StoredWeights Store(ReadOnlySpan<float> weights);
}
