using PimSim.Driver;

namespace PimSim.Bnn;

/// <summary>Folds what decides the signs of a step into limits.</summary>
internal sealed class StepLimits(ElementwiseStep step) : ILimitSource
{
    public RealLimit[] Fold(float layerScale) => Array.ConvertAll(step.Limits(layerScale), t => new RealLimit(t.Limit, t.Inverted));
}
