namespace PimSim.Device;

/// <summary>
/// One command of a domain: how late it came, which way the program went on after it, and where that led. Everything a domain does from a
/// <see cref="StepNode"/> follows from these.
/// </summary>
internal sealed class StepEdge
{
    /// <summary>True for a step towards a refresh.</summary>
    public required bool Refresh { get; init; }

    /// <summary>Cycles by which it came after the first cycle that the domain's own rules allow.</summary>
    public required long Late { get; init; }

    /// <summary>The way through the loops after it, by <see cref="LoopWalk"/>.</summary>
    public required ulong Path { get; init; }

    /// <summary>Where it led.</summary>
    public required StepNode To { get; init; }

    /// <summary>Cycles by which the next refresh moved.</summary>
    public required long RefreshMoved { get; init; }

    /// <summary>True for a refresh that a command of the program was ready and waited for.</summary>
    public required bool HoldsProgram { get; init; }

    /// <summary>End of its data relative to its cycle; 0 for none.</summary>
    public required int DataEnd { get; init; }

    /// <summary>True when the program passed a mark after it.</summary>
    public required bool PassesMarks { get; init; }

    /// <summary>What it added to the accounts, the time since the step before it included.</summary>
    public required AccountDelta Counted { get; init; }

    /// <summary>By domain, since domains with the same program share edges: times it was used and is not yet booked.</summary>
    public long[] Uses { get; } = new long[ChannelWalk.Domains];
}
