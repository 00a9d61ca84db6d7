namespace PimSim.Driver;

/// <summary>A tensor in the cells, verified by reading it back.</summary>
/// <param name="Layer">Layer.</param>
/// <param name="Kind"><c>weights</c> or <c>thresholds</c>.</param>
/// <param name="Crc">Chained CRC-32 of its bursts.</param>
public sealed record UploadedTensor(string Layer, string Kind, uint Crc);
