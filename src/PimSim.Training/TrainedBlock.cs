namespace PimSim.Training;

/// <summary>What a block of a chain has learned.</summary>
/// <param name="Weights">Its convolution's weights.</param>
/// <param name="Norm">Its batch norm.</param>
internal sealed record TrainedBlock(LayerWeights Weights, BatchNormState Norm);
