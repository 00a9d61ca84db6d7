namespace PimSim.Cli;

/// <summary>What an execution put into one result stream.</summary>
/// <param name="Name">Name of the stream.</param>
/// <param name="Element">fp32, i16 or bits.</param>
/// <param name="Shape">Extents, slowest first.</param>
/// <param name="Sha256">SHA-256 of its bytes, hexadecimal.</param>
internal sealed record ResultStreamView(string Name, string Element, IReadOnlyList<int> Shape, string Sha256);
