using PimSim.Bits;

namespace PimSim.Training;

/// <summary>Adam's moments of one array of parameters.</summary>
internal sealed class AdamMoments
{
    private readonly float[] first;
    private readonly float[] second;

    public AdamMoments(int length)
    {
        first = new float[length];
        second = new float[length];
    }

    public float[] First => first;

    public float[] Second => second;

    public void Step(Span<float> parameters, ReadOnlySpan<float> gradient, in AdamStepConstants step) =>
        VectorKernels.AdamStep(parameters, gradient, first, second, step);
}
