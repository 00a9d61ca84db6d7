namespace PimSim.Device;

/// <summary>
/// A domain just after a command: what its next one waits for, relative to the cycle of the last, and the steps that were seen from here.
/// </summary>
internal sealed class StepNode
{
    /// <summary>Later than any cycle, and yet small enough to add to one.</summary>
    public const long Never = long.MaxValue / 4;

    private readonly List<StepEdge> edges = [];

    /// <param name="state">The state.</param>
    /// <param name="position">Position of the program in it.</param>
    /// <param name="now">Cycle of the last command.</param>
    /// <param name="next">What the domain can do next.</param>
    /// <param name="bus">By command id: its bus and for how many cycles it takes it.</param>
    public StepNode(StateNode state, int position, long now, in DomainOutlook next, Func<int, (int Bus, int Cycles)> bus)
    {
        State = state;
        Position = position;
        HasProgram = next.Program.Kind != StepKind.None;
        Advances = next.Program.Kind == StepKind.Program;
        Wait = HasProgram ? next.Program.ByRules - now : Never;
        (Bus, BusCycles) = HasProgram ? bus(next.Program.Command) : (0, 0);
        bool refreshes = next.Refresh.Kind != StepKind.None;
        RefreshWait = refreshes ? next.Refresh.ByRules - now : Never;
        (RefreshBus, RefreshBusCycles) = refreshes ? bus(next.Refresh.Command) : (0, 0);
    }

    /// <summary>The state.</summary>
    public StateNode State { get; }

    /// <summary>Position of the program.</summary>
    public int Position { get; }

    /// <summary>True when the program has another command.</summary>
    public bool HasProgram { get; }

    /// <summary>True when the next step is that command, and not an activate before it.</summary>
    public bool Advances { get; }

    /// <summary>Cycles until rules allow the next step of the program; <see cref="Never"/> without one.</summary>
    public long Wait { get; }

    /// <summary>Its bus.</summary>
    public int Bus { get; }

    /// <summary>Cycles that it takes the bus.</summary>
    public int BusCycles { get; }

    /// <summary>Cycles until rules allow the next step towards a refresh; <see cref="Never"/> without one.</summary>
    public long RefreshWait { get; }

    /// <summary>Its bus.</summary>
    public int RefreshBus { get; }

    /// <summary>Cycles that it takes the bus.</summary>
    public int RefreshBusCycles { get; }

    /// <summary>What was of use last.</summary>
    public StepEdge? Likely { get; private set; }

    /// <summary>The step, or null when it was not seen yet.</summary>
    public StepEdge? Find(bool refresh, long late, ulong path)
    {
        foreach (StepEdge e in edges)
        {
            if (e.Late == late && e.Path == path && e.Refresh == refresh)
            {
                Likely = e;
                return e;
            }
        }

        return null;
    }

    /// <summary>Remembers a step.</summary>
    public void Add(StepEdge edge)
    {
        edges.Add(edge);
        Likely = edge;
    }
}
