using PimSim.Bits;

namespace PimSim.Training;

/// <summary>Adam's moments of one array of parameters.</summary>
internal sealed class AdamMoments
{
    private readonly float[] _first;
    private readonly float[] _second;

    public AdamMoments(int length)
    {
        _first = new float[length];
        _second = new float[length];
    }

    public void Step(Span<float> parameters, ReadOnlySpan<float> gradient, in AdamStepConstants step) =>
        VectorKernels.AdamStep(parameters, gradient, _first, _second, step);
}
