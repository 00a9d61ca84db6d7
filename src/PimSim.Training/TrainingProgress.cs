namespace PimSim.Training;

/// <summary>Where a training run is.</summary>
/// <param name="Epoch">Epoch, from 1.</param>
/// <param name="Batch">Batches done in this epoch.</param>
/// <param name="Batches">Batches of an epoch.</param>
/// <param name="Loss">Mean loss of the last batch, in nats.</param>
/// <param name="LearningRate">Rate of the last update.</param>
/// <param name="Thresholds">Clip thresholds of each binary layer.</param>
public sealed record TrainingProgress(
    int Epoch, int Batch, int Batches, double Loss, float LearningRate, IReadOnlyList<ClipThresholds> Thresholds);
