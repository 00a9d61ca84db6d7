using PimSim.Bits;

namespace PimSim.Training;

/// <summary>Adam, by the kernel that defines its order of operations.</summary>
internal sealed class AdamOptimizer : ParameterOptimizer
{
    private readonly float[] first;
    private readonly float[] second;

    public AdamOptimizer(int length, float decay)
        : base(length, decay)
    {
        first = new float[length];
        second = new float[length];
    }

    public override IReadOnlyList<float[]> State => [first, second];

    protected override void Move(Span<float> parameters, ReadOnlySpan<float> gradient, in UpdateStep step) =>
        VectorKernels.AdamStep(parameters, gradient, first, second, step.Adam);
}
