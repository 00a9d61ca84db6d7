using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>Operands of a command in a schedule; those that loops step are indices.</summary>
internal sealed class StepOperands
{
    public StepIndex Row { get; init; }

    public StepIndex Bank { get; init; }

    public StepIndex Column { get; init; }

    public StepIndex Unit { get; init; }

    public StepIndex Register { get; init; }

    public StepIndex Accumulator { get; init; }

    public StepIndex Bit { get; init; }

    public int Parity { get; init; }

    public int Operation { get; init; }

    public int Count { get; init; }

    public int Entry { get; init; }

    public int Groups { get; init; }

    public int Stride { get; init; }

    /// <summary>Operands at the first iteration of all loops.</summary>
    public CommandOperands First() => new()
    {
        Row = Row.Start,
        Bank = (short)Bank.Start,
        Column = (short)Column.Start,
        Parity = (byte)Parity,
        Unit = (byte)Unit.Start,
        Operation = (byte)Operation,
        Groups = (byte)Groups,
        Count = (short)Count,
        Register = (short)Register.Start,
        Accumulator = (short)Accumulator.Start,
        Entry = (short)Entry,
        Bit = (short)Bit.Start,
        Stride = (short)Stride,
    };

    /// <summary>What loops add to them.</summary>
    public OperandStride[] Strides() =>
    [
        .. Row.Strides(OperandField.Row),
        .. Bank.Strides(OperandField.Bank),
        .. Column.Strides(OperandField.Column),
        .. Unit.Strides(OperandField.Unit),
        .. Register.Strides(OperandField.Register),
        .. Accumulator.Strides(OperandField.Accumulator),
        .. Bit.Strides(OperandField.Bit),
    ];
}
