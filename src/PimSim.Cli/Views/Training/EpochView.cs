namespace PimSim.Cli;

/// <summary>One epoch of a training.</summary>
/// <param name="Loss">Mean loss over the epoch's batches.</param>
/// <param name="TrainAccuracy">Fraction right on the training images as they passed.</param>
/// <param name="TestAccuracy">Fraction right on the test images, or null where not evaluated.</param>
internal sealed record EpochView(double Loss, double TrainAccuracy, double? TestAccuracy);
