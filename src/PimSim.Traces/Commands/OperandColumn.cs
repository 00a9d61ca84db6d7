using PimSim.Models;

namespace PimSim.Traces;

/// <summary>One operand of a command as a column of a chunk.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Minimum">Smallest value its type holds.</param>
/// <param name="Maximum">Largest value its type holds.</param>
/// <param name="Get">Reads it.</param>
/// <param name="Set">Writes it; the value is within the bounds.</param>
internal sealed record OperandColumn(string Name, long Minimum, long Maximum, OperandColumn.Getter Get, OperandColumn.Setter Set)
{
    internal delegate long Getter(in CommandOperands operands);

    internal delegate void Setter(ref CommandOperands operands, long value);

    /// <summary>All operands, in file order.</summary>
    public static IReadOnlyList<OperandColumn> All { get; } =
    [
        new("row", int.MinValue, int.MaxValue, (in o) => o.Row, (ref o, v) => o.Row = (int)v),
        Short("bank", (in o) => o.Bank, (ref o, v) => o.Bank = (short)v),
        Short("column", (in o) => o.Column, (ref o, v) => o.Column = (short)v),
        Byte("parity", (in o) => o.Parity, (ref o, v) => o.Parity = (byte)v),
        Byte("unit", (in o) => o.Unit, (ref o, v) => o.Unit = (byte)v),
        Byte("operation", (in o) => o.Operation, (ref o, v) => o.Operation = (byte)v),
        Byte("groups", (in o) => o.Groups, (ref o, v) => o.Groups = (byte)v),
        Short("count", (in o) => o.Count, (ref o, v) => o.Count = (short)v),
        Short("register", (in o) => o.Register, (ref o, v) => o.Register = (short)v),
        Short("accumulator", (in o) => o.Accumulator, (ref o, v) => o.Accumulator = (short)v),
        Short("entry", (in o) => o.Entry, (ref o, v) => o.Entry = (short)v),
        Short("bit", (in o) => o.Bit, (ref o, v) => o.Bit = (short)v),
        Short("stride", (in o) => o.Stride, (ref o, v) => o.Stride = (short)v),
    ];

    private static OperandColumn Short(string name, Getter get, Setter set) => new(name, short.MinValue, short.MaxValue, get, set);

    private static OperandColumn Byte(string name, Getter get, Setter set) => new(name, 0, byte.MaxValue, get, set);
}
