namespace PimSim.Device;

/// <summary>At most Size commands of From in any Latency cycles within an instance of Level (FAW).</summary>
internal sealed record WindowRule(int Index, int Level, int[] From, int[] To, int Size, int Latency);
