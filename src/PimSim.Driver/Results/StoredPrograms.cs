namespace PimSim.Driver;

/// <summary>Programs of units as they lie in the cells.</summary>
/// <param name="Pages">Different pages; variants of a page count once.</param>
/// <param name="Rows">Rows that they take in every bank.</param>
/// <param name="UnitBytes">Bytes of the instructions of one unit; every unit has its own copy.</param>
public sealed record StoredPrograms(int Pages, int Rows, long UnitBytes);
