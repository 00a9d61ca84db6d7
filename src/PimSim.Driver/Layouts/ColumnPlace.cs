namespace PimSim.Driver;

/// <summary>A column access of a unit's banks.</summary>
/// <param name="Row">Row.</param>
/// <param name="Parity">Which of the unit's banks.</param>
/// <param name="Column">Column access.</param>
internal readonly record struct ColumnPlace(int Row, int Parity, int Column);
