using PimSim.Core;
using PimSim.Device;

namespace PimSim.Driver;

/// <summary>
/// A number of a schedule that enclosing loops may step: in a program it becomes an operand with strides, for the host's side it
/// is a plain number.
/// </summary>
internal readonly struct StepIndex
{
    private readonly (byte Depth, int Step)[]? steps;

    private StepIndex(int start, (byte Depth, int Step)[]? steps)
    {
        Start = start;
        this.steps = steps;
    }

    /// <summary>The number where all loops are at their first iteration.</summary>
    public int Start { get; }

    /// <summary>The number on the host's side, where loops are unrolled.</summary>
    public int Value => steps is null ? Start : throw new InternalErrorException("a loop counter of a program has no value");

    public static implicit operator StepIndex(int value) => new(value, null);

    public static StepIndex operator +(StepIndex a, int b) => new(a.Start + b, a.steps);

    public static StepIndex operator *(StepIndex a, int b) =>
        new(a.Start * b, a.steps is null || b == 0 ? null : [.. a.steps.Select(s => (s.Depth, s.Step * b))]);

    public static StepIndex operator +(StepIndex a, StepIndex b) => new(
        a.Start + b.Start,
        a.steps is null ? b.steps : b.steps is null ? a.steps : [.. a.steps, .. b.steps]);

    /// <summary>The number divided by one that divides its start and all its steps.</summary>
    public StepIndex DividedBy(int divisor) =>
        new(Start / divisor, steps is null ? null : [.. steps.Select(s => (s.Depth, s.Step / divisor))]);

    /// <summary>The counter of the loop at <paramref name="depth"/>.</summary>
    public static StepIndex Counter(byte depth) => new(0, [(depth, 1)]);

    /// <summary>Strides of an operand that holds this number.</summary>
    public IEnumerable<OperandStride> Strides(OperandField field) =>
        steps is null ? [] : steps.GroupBy(s => s.Depth).Select(s => new OperandStride(s.Key, field, s.Sum(x => x.Step)));
}
