namespace PimSim.Cli;

/// <summary>What a training cost on the device.</summary>
/// <param name="Cycles">Cycles.</param>
/// <param name="DeviceSeconds">The same in seconds of the device.</param>
/// <param name="EnergyAj">Attojoules, or null where the model has no currents.</param>
internal sealed record TrainingCostView(long Cycles, double DeviceSeconds, Int128? EnergyAj);
