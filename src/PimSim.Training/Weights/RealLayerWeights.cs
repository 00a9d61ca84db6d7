using PimSim.Bnn;

namespace PimSim.Training;

/// <summary>Weights that are used as they are.</summary>
internal sealed class RealLayerWeights : LayerWeights
{
    private readonly ParameterOptimizer optimizer;

    public RealLayerWeights(float[] values, int channels, OptimizerOptions options)
        : base(values, channels)
    {
        optimizer = ParameterOptimizer.Create(options, values.Length);
    }

    public override IEnumerable<KeyValuePair<string, float[]>> State => NamedState.Of("weights", Values, optimizer);

    public override LayerScale Prepare(Span<float> effective)
    {
        Values.CopyTo(effective);
        return new LayerScale(1f);
    }

    public override void Update(ReadOnlySpan<float> gradient, in UpdateStep step) => optimizer.Step(Values, gradient, step);

    public override StoredWeights Export() => new(new RealWeights([.. Values]));
}
