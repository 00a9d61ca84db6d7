using PimSim.Device;

namespace PimSim.Driver;

/// <summary>A loop over instructions.</summary>
/// <param name="First">Where the host's program begins it.</param>
/// <param name="Count">Iterations.</param>
/// <param name="Body">What is repeated.</param>
/// <param name="InProgram">True when it is a loop of the host's program too; false when the host's program has its iterations one after another.</param>
internal sealed record StreamLoop(int First, int Count, StreamNode[] Body, bool InProgram) : StreamNode(First)
{
    /// <summary>More entries than any store has: for a loop that no instruction can count.</summary>
    private const int Endless = 1 << 20;

    /// <inheritdoc/>
    public override int Height => 1 + Body.Max(n => n.Height);

    /// <inheritdoc/>
    public override int Entries(int loops) => Count > InstructionFormat.MaxIterations ? Endless : 2 + Body.Sum(n => n.Entries(loops + 1));

    /// <inheritdoc/>
    public override bool Resembles(StreamNode other) => other is StreamLoop l
        && Count == l.Count
        && Body.Length == l.Body.Length
        && Body.Zip(l.Body).All(p => p.First.Resembles(p.Second));

    /// <inheritdoc/>
    public override IEnumerable<StreamInstruction> Instructions() => Body.SelectMany(n => n.Instructions());

    /// <inheritdoc/>
    public override StreamNode Wrap(int above, Queue<FieldValues> steps) => this with { Body = [.. Body.Select(n => n.Wrap(above + 1, steps))] };
}
