namespace PimSim.Driver;

/// <summary>What a kernel costs on the same memory without units: its operands are read and its results written by a host.</summary>
/// <param name="Cycles">First request to the last beat of the last.</param>
/// <param name="Reads">Bursts read, all pseudo-channels.</param>
/// <param name="Writes">Bursts written, all pseudo-channels.</param>
public sealed record PlainRun(long Cycles, long Reads, long Writes);
