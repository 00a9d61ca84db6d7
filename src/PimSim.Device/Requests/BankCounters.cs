namespace PimSim.Device;

/// <summary>What happened in one bank.</summary>
/// <param name="Activates">Rows opened.</param>
/// <param name="Reads">Bursts read.</param>
/// <param name="Writes">Bursts written.</param>
/// <param name="OpenCycles">Cycles with a row open.</param>
public readonly record struct BankCounters(long Activates, long Reads, long Writes, long OpenCycles);
