namespace PimSim.Interop;

/// <summary>The class of the highest score, which a graph may tell itself.</summary>
/// <param name="Scores">The scores.</param>
internal sealed record ClassActivation(LayerActivation Scores);
