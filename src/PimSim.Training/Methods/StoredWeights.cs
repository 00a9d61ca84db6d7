using PimSim.Bnn;

namespace PimSim.Training;

/// <summary>The weights of a layer as a network file holds them.</summary>
/// <param name="Weights">A copy.</param>
/// <param name="ChannelScales">
/// Scales of the output channels that <paramref name="Weights"/> cannot hold: the thresholds after the layer are folded with them.
/// Null where there are none.
/// </param>
internal sealed record StoredWeights(WeightSet Weights, float[]? ChannelScales = null);
