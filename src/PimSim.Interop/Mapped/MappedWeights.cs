namespace PimSim.Interop;

/// <summary>Weights of a layer: signs or real values, never both.</summary>
/// <param name="Outputs">Rows.</param>
/// <param name="Columns">Inputs of an output.</param>
/// <param name="Signs">Binary weights, or null.</param>
/// <param name="Reals">Real weights, Outputs x Columns in the same order, or null.</param>
/// <param name="Scales">Factors of the sums, one for each output, or null for 1.</param>
internal sealed record MappedWeights(int Outputs, int Columns, SignMatrix? Signs, float[]? Reals, float[]? Scales);
