namespace PimSim.Cli;

/// <summary>Bringing weights and thresholds into the device, which no inference time contains.</summary>
/// <param name="Cycles">Cycles.</param>
/// <param name="Bytes">Bytes over the bus.</param>
/// <param name="EnergyAj">Attojoules, or null.</param>
internal sealed record UploadView(long Cycles, long Bytes, Int128? EnergyAj);
