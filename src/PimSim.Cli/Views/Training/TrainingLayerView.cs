namespace PimSim.Cli;

/// <summary>What a layer costs in an epoch of training.</summary>
/// <param name="Name">Name.</param>
/// <param name="Forward">From images to scores.</param>
/// <param name="Backward">From the loss to gradients.</param>
/// <param name="Update">Parameters, thresholds, signs and scales.</param>
internal sealed record TrainingLayerView(string Name, TrainingPhaseView Forward, TrainingPhaseView Backward, TrainingPhaseView Update);
