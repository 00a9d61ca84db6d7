using PimSim.Core;

namespace PimSim.Exploration;

/// <summary>The samplers by kind; the only place that lists them.</summary>
internal static class Samplers
{
    /// <summary>The sampler of a space.</summary>
    public static ISampler Create(ExplorationSpace space, int maxPoints) => space.Sampler.Kind switch
    {
        SamplerKind.Grid => new GridSampler(space, maxPoints),
        SamplerKind.Random => new RandomSampler(space),
        SamplerKind.LatinHypercube => new LatinHypercubeSampler(space, space.Sampler.Points),
        SamplerKind.Adaptive => new AdaptiveSampler(space),
        _ => throw new InternalErrorException($"no sampler {space.Sampler.Kind}"),
    };
}
