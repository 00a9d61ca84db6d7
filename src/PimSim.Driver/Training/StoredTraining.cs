namespace PimSim.Driver;

/// <summary>Everything that is learned.</summary>
/// <param name="Blocks">By block.</param>
/// <param name="DenseWeights">Weights of the fully connected layer: outputs x inputs.</param>
/// <param name="DenseBias">Its bias.</param>
public sealed record StoredTraining(IReadOnlyList<BlockState> Blocks, TrainingParameter DenseWeights, TrainingParameter DenseBias);
