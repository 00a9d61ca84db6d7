using System.Runtime.InteropServices;

namespace PimSim.Models;

/// <summary>
/// Operands of one command inside its processing domain (pseudo-channel and rank). Which of them a command uses is said
/// at <see cref="PimOperation"/> and <see cref="VectorOperation"/>; unused ones are 0.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public record struct CommandOperands
{
    /// <summary>From this number on, the sources of vector operations are elements of the input registers, in all lanes.</summary>
    public const int ElementSource = 256;

    /// <summary>Row, for commands that open one.</summary>
    public int Row { get; set; }

    /// <summary>Bank within the domain: bank group * banks per group + bank; 0 for all-bank commands.</summary>
    public short Bank { get; set; }

    /// <summary>Column access within the row (unit: one burst).</summary>
    public short Column { get; set; }

    /// <summary>Which bank of a unit's banks feeds it.</summary>
    public byte Parity { get; set; }

    /// <summary>Unit that drives the bus in a read-out.</summary>
    public byte Unit { get; set; }

    /// <summary>Sub-operation: see <see cref="PimOperation"/>.</summary>
    public byte Operation { get; set; }

    /// <summary>Sources per result, for pooling.</summary>
    public byte Groups { get; set; }

    /// <summary>n: how many registers, accumulators or bits take part.</summary>
    public short Count { get; set; }

    /// <summary>First source register, element or bit.</summary>
    public short Register { get; set; }

    /// <summary>First accumulator or destination vector register.</summary>
    public short Accumulator { get; set; }

    /// <summary>First threshold or instruction entry.</summary>
    public short Entry { get; set; }

    /// <summary>Bit in the output buffer, or bit of an input register.</summary>
    public short Bit { get; set; }

    /// <summary>Step between sources.</summary>
    public short Stride { get; set; }
}
