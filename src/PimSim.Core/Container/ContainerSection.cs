namespace PimSim.Core;

/// <summary>One section of a container, verified and unpacked.</summary>
/// <param name="Id">What it is, by the numbers of the format; ids may repeat (the chunks of a trace).</param>
/// <param name="Bytes">The uncompressed bytes.</param>
public sealed record ContainerSection(uint Id, byte[] Bytes);
