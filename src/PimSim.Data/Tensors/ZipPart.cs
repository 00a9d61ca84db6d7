namespace PimSim.Data;

/// <summary>A file inside a zip file.</summary>
/// <param name="Name">Its path inside.</param>
/// <param name="Bytes">Its content, unpacked.</param>
public sealed record ZipPart(string Name, ReadOnlyMemory<byte> Bytes);
