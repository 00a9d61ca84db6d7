namespace PimSim.Exploration;

/// <summary>Digests of a layer's output, one for each image.</summary>
/// <param name="Layer">Name of the layer.</param>
/// <param name="Values">CRC-32 of the bits or numbers.</param>
public sealed record LayerDigests(string Layer, uint[] Values);
