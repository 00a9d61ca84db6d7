namespace PimSim.Training;

/// <summary>Weights that a method binarizes, what else it learns, and their optimizers.</summary>
internal sealed class BinaryLayerWeights : LayerWeights
{
    private readonly IWeightMethod method;
    private readonly ParameterOptimizer optimizer;
    private readonly ParameterOptimizer learnedOptimizer;
    private readonly float[] gradient;
    private readonly float[] learnedGradient;
    private readonly float learnedFactor;
    private ulong[]? signs;

    public BinaryLayerWeights(float[] values, int channels, IWeightMethod method, OptimizerOptions options)
        : base(values, channels)
    {
        this.method = method;
        method.Start(values);
        optimizer = ParameterOptimizer.Create(options, values.Length);
        learnedOptimizer = ParameterOptimizer.Create(options, method.Learned.Length, decays: false);
        this.gradient = new float[values.Length];
        learnedGradient = new float[method.Learned.Length];

        // The gradient of a threshold is a sum over weights; Adam divides by its magnitude, plain descent does not.
        learnedFactor = options.Kind == OptimizerKind.Sgd ? 1f / MathF.Sqrt(values.Length) : 1f;
    }

    public override ClipRange? Range => method.Range;

    public override IEnumerable<KeyValuePair<string, float[]>> State =>
        NamedState.Of("weights", Values, optimizer).Concat(method.Learned.Length == 0 ? [] : NamedState.Of("learned", method.Learned, learnedOptimizer));

    public override LayerScale Prepare(Span<float> effective) => method.Forward(Values, effective);

    public override void Update(ReadOnlySpan<float> gradient, in UpdateStep step)
    {
        method.Backward(Values, gradient, this.gradient, learnedGradient);
        optimizer.Step(Values, this.gradient, step);
        if (learnedGradient.Length > 0)
        {
            for (int i = 0; i < learnedGradient.Length; i++)
            {
                learnedGradient[i] *= learnedFactor;
            }

            learnedOptimizer.Step(method.Learned, learnedGradient, step);
        }

        method.AfterUpdate(Values);
    }

    public override StoredWeights Export() => method.Store(Values);

    public override void BeginEpoch(int epoch, int epochs) => method.BeginEpoch(epoch, epochs);

    public override void Resume() => method.Resume(Values);

    /// <summary>Fraction of the signs that are others than at the last call; 0 at the first.</summary>
    public double TakeFlips()
    {
        float[] effective = new float[Values.Length];
        method.Forward(Values, effective);
        ulong[] now = PackedSigns.From(effective).Bits;
        int flips = 0;
        for (int i = 0; signs is not null && i < now.Length; i++)
        {
            flips += System.Numerics.BitOperations.PopCount(now[i] ^ signs[i]);
        }

        signs = now;
        return flips / (double)Values.Length;
    }
}
