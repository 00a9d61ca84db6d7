namespace PimSim.Models;

/// <summary>Where a request's burst lies.</summary>
/// <param name="Channel">Channel of the device.</param>
/// <param name="PseudoChannel">Pseudo-channel in it.</param>
/// <param name="Rank">Rank in that.</param>
/// <param name="Bank">Bank in the rank: bank group * banks per group + bank.</param>
/// <param name="Row">Row in the bank.</param>
/// <param name="Column">Column access in the row, in bursts.</param>
public readonly record struct RequestPlace(int Channel, int PseudoChannel, int Rank, int Bank, int Row, int Column);
