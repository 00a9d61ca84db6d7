namespace PimSim.Driver;

/// <summary>What a layer of a plain inference moves over the buses, in whole bursts, all images together.</summary>
/// <param name="Name">Name of the layer.</param>
/// <param name="Group">Number of its group: layers between which activations stay in the cache.</param>
/// <param name="Order">What stays in the cache.</param>
/// <param name="WeightBytes">Weights read.</param>
/// <param name="InputBytes">Activations read; 0 within a group.</param>
/// <param name="OutputBytes">Activations written; 0 within a group.</param>
public sealed record PlainLayer(string Name, int Group, PlainOrder Order, long WeightBytes, long InputBytes, long OutputBytes);
