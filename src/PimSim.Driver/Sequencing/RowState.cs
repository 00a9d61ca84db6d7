using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>What is known of the rows of a domain between two instructions of a program in all-bank mode.</summary>
/// <param name="Known">False where it depends on the iteration.</param>
/// <param name="Opened">The activate that opened the row that is open, or null.</param>
internal sealed record RowState(bool Known, ProgramInstruction? Opened)
{
    public static readonly RowState Closed = new(true, null);

    public static readonly RowState Unknown = new(false, null);

    public bool IsClosed => Known && Opened is null;

    public bool IsSame(RowState other) => ReferenceEquals(this, other) || (Known && other.Known && IsSame(Opened, other.Opened));

    /// <summary>The same seen from behind the last of <paramref name="iterations"/> of the loop at <paramref name="depth"/>.</summary>
    public RowState After(int depth, int iterations)
    {
        if (Opened is null || Opened.Strides.All(s => s.Depth < depth))
        {
            return this;
        }

        CommandOperands o = Opened.Operands;
        foreach (OperandStride s in Opened.Strides.Where(s => s.Depth == depth && s.Field == OperandField.Row))
        {
            o.Row += s.Step * (iterations - 1);
        }

        return new RowState(true, new ProgramInstruction
        {
            Opcode = ProgramOpcode.Command,
            Command = Opened.Command,
            Layer = Opened.Layer,
            Operands = o,
            Strides = [.. Opened.Strides.Where(s => s.Depth < depth)],
        });
    }

    private static bool IsSame(ProgramInstruction? a, ProgramInstruction? b) => ReferenceEquals(a, b)
        || (a is not null && b is not null && a.Command == b.Command && a.Operands == b.Operands && a.Strides.AsSpan().SequenceEqual(b.Strides));
}
