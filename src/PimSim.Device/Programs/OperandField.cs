namespace PimSim.Device;

/// <summary>An operand that a loop can step.</summary>
public enum OperandField : byte
{
    /// <summary>Row.</summary>
    Row,

    /// <summary>Bank within the domain.</summary>
    Bank,

    /// <summary>Column access.</summary>
    Column,

    /// <summary>Parity.</summary>
    Parity,

    /// <summary>Unit.</summary>
    Unit,

    /// <summary>Register, element or source bit.</summary>
    Register,

    /// <summary>Accumulator or vector register.</summary>
    Accumulator,

    /// <summary>Threshold or instruction entry.</summary>
    Entry,

    /// <summary>Bit in the output buffer or register.</summary>
    Bit,
}
