using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>The operands of an instruction that can step, or steps of them.</summary>
internal readonly record struct FieldValues(int Register, int Accumulator, int Entry, int Bit)
{
    public static FieldValues Of(in CommandOperands o) => new(o.Register, o.Accumulator, o.Entry, o.Bit);

    public static FieldValues operator -(FieldValues a, FieldValues b) =>
        new(a.Register - b.Register, a.Accumulator - b.Accumulator, a.Entry - b.Entry, a.Bit - b.Bit);

    public int this[OperandField field] => field switch
    {
        OperandField.Register => Register,
        OperandField.Accumulator => Accumulator,
        OperandField.Entry => Entry,
        _ => Bit,
    };

    /// <summary>The same with <paramref name="step"/> added to one operand.</summary>
    public FieldValues Plus(OperandField field, int step) => field switch
    {
        OperandField.Register => this with { Register = Register + step },
        OperandField.Accumulator => this with { Accumulator = Accumulator + step },
        OperandField.Entry => this with { Entry = Entry + step },
        _ => this with { Bit = Bit + step },
    };

    /// <summary>These values in place of those of <paramref name="o"/>.</summary>
    public CommandOperands In(in CommandOperands o) =>
        o with { Register = (short)Register, Accumulator = (short)Accumulator, Entry = (short)Entry, Bit = (short)Bit };
}
