namespace PimSim.Models;

/// <summary>Energy of one command in one processing domain, for one part.</summary>
/// <param name="Part">Part it is booked to.</param>
/// <param name="FixedAj">Attojoules per command.</param>
/// <param name="PerCountAj">Attojoules per unit of the operand n (Count), in addition.</param>
public sealed record CommandEnergy(EnergyPart Part, long FixedAj, long PerCountAj);
