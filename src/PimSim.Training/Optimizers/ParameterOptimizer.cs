namespace PimSim.Training;

/// <summary>The optimizer of one array of parameters, with its state.</summary>
internal abstract class ParameterOptimizer
{
    private readonly float decay;
    private readonly float[] decayed;

    /// <param name="length">Number of parameters.</param>
    /// <param name="decay">Weight decay.</param>
    protected ParameterOptimizer(int length, float decay)
    {
        this.decay = decay;
        decayed = new float[decay == 0f ? 0 : length];
    }

    /// <summary>Everything that a later step depends on besides parameters and gradient, each as long as the parameters.</summary>
    public abstract IReadOnlyList<float[]> State { get; }

    /// <param name="options">Settings.</param>
    /// <param name="length">Number of parameters.</param>
    /// <param name="decays">Whether weight decay is for these.</param>
    public static ParameterOptimizer Create(OptimizerOptions options, int length, bool decays = true)
    {
        float decay = decays ? options.Decay : 0f;
        return options.Kind == OptimizerKind.Sgd ? new MomentumOptimizer(length, decay, options.Momentum) : new AdamOptimizer(length, decay);
    }

    /// <summary>Changes the parameters.</summary>
    public void Step(Span<float> parameters, ReadOnlySpan<float> gradient, in UpdateStep step)
    {
        if (decay == 0f)
        {
            Move(parameters, gradient, step);
            return;
        }

        for (int i = 0; i < decayed.Length; i++)
        {
            decayed[i] = MathF.FusedMultiplyAdd(decay, parameters[i], gradient[i]);
        }

        Move(parameters, decayed, step);
    }

    /// <summary>The step itself, weight decay being in the gradient.</summary>
    protected abstract void Move(Span<float> parameters, ReadOnlySpan<float> gradient, in UpdateStep step);
}
