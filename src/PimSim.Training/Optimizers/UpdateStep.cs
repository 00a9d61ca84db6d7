using PimSim.Bits;

namespace PimSim.Training;

/// <summary>What is the same for all parameters in one update.</summary>
/// <param name="Rate">Learning rate.</param>
/// <param name="Adam">The constants of Adam, the rate among them.</param>
internal readonly record struct UpdateStep(float Rate, AdamStepConstants Adam);
