namespace PimSim.Device;

/// <summary>
/// One command of a domain: how late it came, which way the program went on after it, and where that led. Everything that a domain does from
/// a <see cref="StepNode"/> follows from these. A value in an array of <see cref="StepGraph"/>.
/// </summary>
internal struct StepEdge
{
    /// <summary>The way through the loops after it, by <see cref="LoopWalk"/>.</summary>
    public ulong Path;

    /// <summary>Times that the first domain took it and has not yet booked it.</summary>
    public long UsesOfFirst;

    /// <summary>Times that the second domain, which may have the same program, took it and has not yet booked it.</summary>
    public long UsesOfSecond;

    /// <summary>Cycles by which it came after the first cycle that the domain's own rules allow.</summary>
    public int Late;

    /// <summary>Index of the node where it led.</summary>
    public int To;

    /// <summary>Index of the next step from the same node, or 0.</summary>
    public int Next;

    /// <summary>End of its data relative to its cycle; 0 for none.</summary>
    public int DataEnd;

    /// <summary>True when the program passed a mark after it.</summary>
    public bool PassesMarks;
}
