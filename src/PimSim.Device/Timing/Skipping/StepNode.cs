namespace PimSim.Device;

/// <summary>
/// A domain just after a command: what its next one waits for, relative to the cycle of the last, and where the steps begin that were seen
/// from here. A value in an array of <see cref="StepGraph"/>, small, since a walk goes through one for each command.
/// </summary>
internal struct StepNode
{
    /// <summary>Later than any cycle, and yet small enough to add to one.</summary>
    public const long Never = long.MaxValue / 4;

    /// <summary>Cycles until rules allow the next step of the program; <see cref="Never"/> without one.</summary>
    public long Wait;

    /// <summary>The way through the loops that was seen first of those that came as soon as rules allowed; 0 for none.</summary>
    public ulong LikelyPath;

    /// <summary>Index of the node where that led.</summary>
    public int LikelyTo;

    /// <summary>Index of that step.</summary>
    public int LikelyEdge;

    /// <summary>
    /// Iterations of the loop that ends after this command, and begins with a command again; -1 where a command follows; 0 for anything else.
    /// </summary>
    public int LoopLimit;

    /// <summary>Cycles that the next step of the program takes its bus.</summary>
    public int BusCycles;

    /// <summary>First of the steps of the program, or 0.</summary>
    public int FirstEdge;

    /// <summary>Bus of the next step of the program.</summary>
    public byte Bus;

    /// <summary>Depth of the loop of <see cref="LoopLimit"/>.</summary>
    public byte LoopDepth;

    /// <summary>True when the program has another command.</summary>
    public bool HasProgram;

    /// <summary>True when the next step is that command, and not an activate before it.</summary>
    public bool Advances;

    /// <summary>
    /// True when the likely step is a command of one cycle that a loop repeats, and leads to the same state again.
    /// </summary>
    public bool Repeats;

    /// <summary>Position of the program.</summary>
    public int Position;

    /// <summary>Cycles until rules allow the next step towards a refresh; <see cref="Never"/> without one.</summary>
    public long RefreshWait;

    /// <summary>Cycles that this takes its bus.</summary>
    public int RefreshBusCycles;

    /// <summary>First of the steps towards a refresh, or 0.</summary>
    public int FirstRefreshEdge;

    /// <summary>Bus of the next step towards a refresh.</summary>
    public byte RefreshBus;
}
