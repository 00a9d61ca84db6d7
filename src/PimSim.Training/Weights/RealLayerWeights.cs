using PimSim.Bits;
using PimSim.Bnn;

namespace PimSim.Training;

/// <summary>Weights that are used as they are.</summary>
internal sealed class RealLayerWeights : LayerWeights
{
    private readonly AdamMoments moments;

    public RealLayerWeights(float[] values, int channels)
        : base(values, channels)
    {
        moments = new AdamMoments(values.Length);
    }

    public AdamMoments Moments => moments;

    public override float Prepare(Span<float> effective)
    {
        Values.CopyTo(effective);
        return 1f;
    }

    public override void Update(ReadOnlySpan<float> gradient, in AdamStepConstants step) => moments.Step(Values, gradient, step);

    public override WeightSet Export() => new RealWeights([.. Values]);
}
