using PimSim.Driver;

namespace PimSim.Bnn;

/// <summary>Folds the batch norm, or the scale of counts, of a term into scales and shifts.</summary>
internal sealed class StepAffine(ElementwiseStep step, int term) : IAffineSource
{
    public (float Scale, float Shift)[] Fold(float layerScale) => step.Affine(term, layerScale);
}
