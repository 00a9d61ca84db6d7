namespace PimSim.Training;

/// <summary>What an epoch brought.</summary>
/// <param name="Epoch">Epoch, from 1.</param>
/// <param name="Loss">Mean loss over the epoch's training images as they were trained on, in nats.</param>
/// <param name="TrainAccuracy">Fraction of them the network being trained (batch statistics) had right.</param>
/// <param name="TestAccuracy">Fraction of the test images the folded network (running statistics) has right after the epoch.</param>
/// <param name="Thresholds">Clip thresholds of each binary layer after the epoch.</param>
public sealed record EpochResult(
    int Epoch, double Loss, double TrainAccuracy, double TestAccuracy, IReadOnlyList<ClipThresholds> Thresholds);
