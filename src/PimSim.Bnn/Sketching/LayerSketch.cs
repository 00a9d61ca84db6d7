namespace PimSim.Bnn;

/// <summary>What became of one layer.</summary>
/// <param name="Name">The layer.</param>
/// <param name="Weights">Its bases, scales and errors.</param>
/// <param name="Tree">What the associative way would cost.</param>
/// <param name="IsFolded">True: its one scale a channel is in the thresholds behind it, so it is a plain binary layer.</param>
/// <param name="NormIsNew">Whether the batch norm behind it has new statistics.</param>
public sealed record LayerSketch(string Name, WeightSketch Weights, AssociativeTree Tree, bool IsFolded, bool NormIsNew)
{
    /// <summary>Groups of the layer's channels.</summary>
    public required int Groups { get; init; }

    /// <summary>Output positions of an image.</summary>
    public required int OutputPositions { get; init; }
}
