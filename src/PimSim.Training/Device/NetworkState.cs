using PimSim.Driver;

namespace PimSim.Training;

/// <summary>Everything that a network in training has learned, in the form in which a device stores it.</summary>
internal static class NetworkState
{
    /// <summary>A copy of the state of <paramref name="network"/>.</summary>
    public static TrainingState Of(TrainingNetwork network) => new(
        [.. network.Blocks.Select(Block)],
        Parameter(network.Dense.Weights, network.Dense.WeightMoments),
        Parameter(network.Dense.Bias, network.Dense.BiasMoments));

    private static BlockState Block(ConvolutionBlock block)
    {
        var clipped = block.Weights as ClippedLayerWeights;
        return new BlockState
        {
            Weights = Parameter(block.Weights.Values, clipped?.Moments ?? ((RealLayerWeights)block.Weights).Moments),
            Gamma = Parameter(block.Norm.Gamma, block.Norm.GammaMoments),
            Beta = Parameter(block.Norm.Beta, block.Norm.BetaMoments),
            RunningMean = [.. block.Norm.RunningMean],
            RunningVariance = [.. block.Norm.RunningVariance],
            Clip = clipped is null ? null : Parameter(clipped.Parameters, clipped.ParameterMoments),
            Range = clipped is null ? null : new ClipRange(clipped.Lower, clipped.Upper, clipped.Mean),
        };
    }

    private static TrainingParameter Parameter(float[] values, AdamMoments moments) => new([.. values], [.. moments.First], [.. moments.Second]);
}
