using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>What a command has units do, without its addresses.</summary>
internal sealed record StreamInstruction(int First, PimOperation Operation, CommandOperands Operands, StreamStep[] Steps) : StreamNode(First)
{
    /// <inheritdoc/>
    public override int Height => 0;

    /// <inheritdoc/>
    public override int Entries(int loops) => InstructionFormat.Entries(Operation, Operands) + Steps.Count(s => s.Up < loops);

    /// <inheritdoc/>
    public override bool Resembles(StreamNode other) => other is StreamInstruction i
        && Operation == i.Operation
        && default(FieldValues).In(Operands) == default(FieldValues).In(i.Operands)
        && Steps.AsSpan().SequenceEqual(i.Steps);

    /// <inheritdoc/>
    public override IEnumerable<StreamInstruction> Instructions() => [this];

    /// <inheritdoc/>
    public override StreamNode Wrap(int above, Queue<FieldValues> steps)
    {
        FieldValues own = steps.Dequeue();
        IEnumerable<StreamStep> moved = Steps.Select(s => s.Up >= above ? s with { Up = s.Up + 1 } : s);
        IEnumerable<StreamStep> added = InstructionFormat.SteppedFields.Where(f => own[f] != 0).Select(f => new StreamStep(above, f, own[f]));
        return this with { Steps = [.. moved, .. added] };
    }
}
