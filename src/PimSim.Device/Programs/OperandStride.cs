namespace PimSim.Device;

/// <summary>Adds Step times the counter of the enclosing loop at Depth to an operand.</summary>
/// <param name="Depth">Loop nesting depth, 0 outermost.</param>
/// <param name="Field">Operand.</param>
/// <param name="Step">Step per iteration.</param>
public readonly record struct OperandStride(byte Depth, OperandField Field, int Step);
