namespace PimSim.Training;

/// <summary>Gradient descent with momentum: v = fma(momentum, v, g), w = fma(-rate, v, w).</summary>
internal sealed class MomentumOptimizer : ParameterOptimizer
{
    private readonly float momentum;
    private readonly float[] velocity;

    public MomentumOptimizer(int length, float decay, float momentum)
        : base(length, decay)
    {
        this.momentum = momentum;
        velocity = new float[length];
    }

    public override IReadOnlyList<float[]> State => [velocity];

    protected override void Move(Span<float> parameters, ReadOnlySpan<float> gradient, in UpdateStep step)
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            velocity[i] = MathF.FusedMultiplyAdd(momentum, velocity[i], gradient[i]);
            parameters[i] = MathF.FusedMultiplyAdd(-step.Rate, velocity[i], parameters[i]);
        }
    }
}
