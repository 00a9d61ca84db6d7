namespace PimSim.Cli;

/// <summary>Energy of a run in attojoules.</summary>
/// <param name="TotalAj">Sum of the parts.</param>
/// <param name="ByPart">Parts in fixed order, named as in the documents: activate, array, onDiePath, io ...</param>
internal sealed record EnergyView(Int128 TotalAj, IReadOnlyList<KeyValuePair<string, Int128>> ByPart);
