namespace PimSim.Device;

/// <summary>A state of a channel that was seen, and what followed from it.</summary>
internal sealed class StateNode(long[] state)
{
    private readonly List<Transition> free = [];
    private Dictionary<long, List<Transition>>? bound;

    /// <summary>The state, by <see cref="RelativeState"/>.</summary>
    public long[] State { get; } = state;

    /// <summary>Another state with the same hash, or null.</summary>
    public StateNode? SameHash { get; init; }

    /// <summary>Index of the state's node in a <see cref="StepGraph"/>; 0 for none.</summary>
    public int Step { get; set; }

    /// <summary>What follows in this situation, or null when that was not seen yet.</summary>
    public Transition? Find(ChannelSituation at)
    {
        foreach (Transition t in free)
        {
            if (t.Holds(at))
            {
                return t;
            }
        }

        if (bound is not null && bound.TryGetValue(at.RefreshDue[0] - at.Now, out List<Transition>? list))
        {
            foreach (Transition t in list)
            {
                if (t.Holds(at))
                {
                    return t;
                }
            }
        }

        return null;
    }

    /// <summary>Remembers what followed.</summary>
    public void Add(Transition t)
    {
        if (t.RefreshDue is null)
        {
            free.Add(t);
            return;
        }

        bound ??= [];
        if (!bound.TryGetValue(t.RefreshDue[0], out List<Transition>? list))
        {
            bound[t.RefreshDue[0]] = list = [];
        }

        list.Add(t);
    }
}
