namespace PimSim.Device;

/// <summary>After the preceding command: <c>To</c> not before its cycle + latency, in the same (or sibling) instance of Level.</summary>
internal sealed class TimingPush
{
    private readonly int[] latency;

    public TimingPush(int level, int to, bool sibling, int[] latency)
    {
        Level = level;
        To = to;
        Sibling = sibling;
        this.latency = latency;
        Constant = latency[0];
        IsConstant = latency.All(l => l == latency[0]);
    }

    public int Level { get; }

    public int To { get; }

    public bool Sibling { get; }

    private int Constant { get; }

    /// <summary>True when the latency does not depend on the operand n.</summary>
    public bool IsConstant { get; }

    public int After(int count) => IsConstant ? Constant : latency[Math.Min(count, latency.Length - 1)];
}
