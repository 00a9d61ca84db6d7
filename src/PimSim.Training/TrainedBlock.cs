namespace PimSim.Training;

/// <summary>What a block of a chain has learned.</summary>
/// <param name="Weights">Its convolution's weights.</param>
/// <param name="Norm">Its batch norm.</param>
internal sealed record TrainedBlock(LayerWeights Weights, BatchNormState Norm)
{
    /// <summary>As it goes into a network file.</summary>
    public ExportedBlock Export() =>
        new(Weights.Export(), Weights.Values.Length / Weights.Channels, Norm.Gamma, Norm.Beta, Norm.RunningMean, Norm.RunningVariance);
}
