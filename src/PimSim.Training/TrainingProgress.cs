namespace PimSim.Training;

/// <summary>Where a training run is.</summary>
/// <param name="Epoch">Epoch, from 1.</param>
/// <param name="Batch">Batches done in this epoch.</param>
/// <param name="Batches">Batches of an epoch.</param>
/// <param name="Step">Updates done in all.</param>
/// <param name="Loss">Mean loss of the last batch, in nats.</param>
/// <param name="Accuracy">Fraction right of this epoch's images so far, as they passed.</param>
/// <param name="TestAccuracy">Fraction right of the test images at the last evaluation; null before the first.</param>
/// <param name="LearningRate">Rate of the last update.</param>
/// <param name="Thresholds">Clip thresholds of each layer that learns them.</param>
public sealed record TrainingProgress(
    int Epoch,
    int Batch,
    int Batches,
    int Step,
    double Loss,
    double Accuracy,
    double? TestAccuracy,
    float LearningRate,
    IReadOnlyList<ClipThresholds> Thresholds);
