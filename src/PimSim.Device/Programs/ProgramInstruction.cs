using PimSim.Models;

namespace PimSim.Device;

/// <summary>One instruction of a <see cref="PimProgram"/>.</summary>
public sealed class ProgramInstruction
{
    /// <summary>Kind.</summary>
    public required ProgramOpcode Opcode { get; init; }

    /// <summary>Command id, for commands.</summary>
    public int Command { get; init; }

    /// <summary>Layer that the instruction's cycles and energy count to.</summary>
    public int Layer { get; init; }

    /// <summary>Operands at counter 0 of all loops.</summary>
    public CommandOperands Operands { get; init; }

    /// <summary>Operands that enclosing loops step.</summary>
    public OperandStride[] Strides { get; init; } = [];

    /// <summary>Iterations for LoopBegin; barrier number for Barrier.</summary>
    public int Number { get; init; }

    /// <summary>Index of the matching LoopEnd or LoopBegin.</summary>
    public int Target { get; internal set; }

    /// <summary>Nesting depth of the loop that begins or ends here.</summary>
    public int Depth { get; init; }

    /// <summary>For Barrier: cycles of host work beyond the turnaround.</summary>
    public long HostCycles { get; init; }
}
