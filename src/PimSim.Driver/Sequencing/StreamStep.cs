using PimSim.Device;

namespace PimSim.Driver;

/// <summary>An operand steps with a loop around its instruction.</summary>
/// <param name="Up">The loop, 0 the innermost.</param>
/// <param name="Field">Operand: register, accumulator, entry or bit.</param>
/// <param name="Step">Step an iteration.</param>
internal readonly record struct StreamStep(int Up, OperandField Field, int Step);
