namespace PimSim.Interop;

/// <summary>A dense layer; an image is taken in the order height, width, channel, whatever the file's order was.</summary>
/// <param name="Name">Unique name.</param>
/// <param name="Place">Where the map names it.</param>
/// <param name="Weights">Outputs x inputs.</param>
/// <param name="Bias">Added to the sums, one for each output, or null.</param>
internal sealed record MappedDense(string Name, MapPlace Place, MappedWeights Weights, float[]? Bias) : MappedItem(Name, Place);
