namespace PimSim.Driver;

/// <summary>A tensor in the cells, verified by reading it back.</summary>
/// <param name="Layer">Layer, or empty for <c>instructions</c>.</param>
/// <param name="Kind"><c>weights</c>, <c>thresholds</c>, <c>scales and limits</c> or <c>instructions</c>.</param>
/// <param name="Crc">Chained CRC-32 of its bursts.</param>
public sealed record UploadedTensor(string Layer, string Kind, uint Crc);
