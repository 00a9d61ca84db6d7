namespace PimSim.Bnn;

/// <summary>A network with sketched layers.</summary>
/// <param name="Network">The network.</param>
/// <param name="Layers">Its sketched layers, first to last.</param>
public sealed record SketchedNetwork(BnnNetwork Network, IReadOnlyList<LayerSketch> Layers);
