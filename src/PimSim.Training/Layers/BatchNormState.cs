using PimSim.Bits;

namespace PimSim.Training;

/// <summary>
/// Batch normalization of one layer: parameters, statistics of the batch and running ones. The forward pass divides by the
/// biased batch variance; the running variance takes the unbiased one, as is usual, with momentum 0.1.
/// </summary>
internal sealed class BatchNormState
{
    public const float Epsilon = 1e-5f;
    public const float Momentum = 0.1f;
    private readonly float[] batchMean;
    private readonly float[] inverse;
    private readonly ParameterOptimizer gammaOptimizer;
    private readonly ParameterOptimizer betaOptimizer;

    public BatchNormState(int channels, OptimizerOptions options)
    {
        Gamma = new float[channels];
        Beta = new float[channels];
        RunningMean = new float[channels];
        RunningVariance = new float[channels];
        batchMean = new float[channels];
        inverse = new float[channels];
        gammaOptimizer = ParameterOptimizer.Create(options, channels);
        betaOptimizer = ParameterOptimizer.Create(options, channels);
        Gamma.AsSpan().Fill(1f);
        RunningVariance.AsSpan().Fill(1f);
    }

    public float[] Gamma { get; }

    public float[] Beta { get; }

    public float[] RunningMean { get; }

    public float[] RunningVariance { get; }

    public int Channels => Gamma.Length;

    /// <summary>All that a later step depends on, by name; the arrays themselves.</summary>
    public IEnumerable<KeyValuePair<string, float[]>> State =>
    [
        .. NamedState.Of("gamma", Gamma, gammaOptimizer), .. NamedState.Of("beta", Beta, betaOptimizer),
        new("runningMean", RunningMean), new("runningVariance", RunningVariance),
    ];

    /// <summary>Mean of the batch; valid after <see cref="TakeSums"/>.</summary>
    public ReadOnlySpan<float> BatchMean => batchMean;

    /// <summary>The normalization by batch statistics; valid after <see cref="TakeSquares"/>.</summary>
    public NormParameters Parameters => new(batchMean, inverse, Gamma, Beta);

    /// <summary>Takes the sums over the batch.</summary>
    public void TakeSums(ReadOnlySpan<float> sums, int count)
    {
        for (int c = 0; c < Channels; c++)
        {
            batchMean[c] = sums[c] / count;
            RunningMean[c] = Moved(RunningMean[c], batchMean[c]);
        }
    }

    /// <summary>Takes the sums of squared deviations from <see cref="BatchMean"/>.</summary>
    public void TakeSquares(ReadOnlySpan<float> sums, int count)
    {
        int others = Math.Max(count - 1, 1);
        for (int c = 0; c < Channels; c++)
        {
            float sum = sums[c];
            inverse[c] = 1f / MathF.Sqrt((sum / count) + Epsilon);
            RunningVariance[c] = Moved(RunningVariance[c], sum / others);
        }
    }

    /// <summary>gamma * inverse * scale: what the gradient of the unscaled input is multiplied with.</summary>
    public void InputFactors(float scale, Span<float> factors)
    {
        for (int c = 0; c < Channels; c++)
        {
            factors[c] = Gamma[c] * inverse[c] * scale;
        }
    }

    public void Update(ReadOnlySpan<float> gammaGradient, ReadOnlySpan<float> betaGradient, in UpdateStep step)
    {
        gammaOptimizer.Step(Gamma, gammaGradient, step);
        betaOptimizer.Step(Beta, betaGradient, step);
    }

    private float Moved(float running, float batch) => MathF.FusedMultiplyAdd(Momentum, batch - running, running);
}
