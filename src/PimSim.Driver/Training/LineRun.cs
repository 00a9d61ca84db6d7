namespace PimSim.Driver;

/// <summary>Records of a line that stand side by side in one bank.</summary>
/// <param name="Row">Row within the line.</param>
/// <param name="Parity">Which of the unit's banks.</param>
/// <param name="First">First record.</param>
/// <param name="Count">Records.</param>
internal readonly record struct LineRun(int Row, int Parity, int First, int Count);
