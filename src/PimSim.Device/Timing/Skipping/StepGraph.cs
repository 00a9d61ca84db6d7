namespace PimSim.Device;

/// <summary>
/// The states that domains with the same programs have after their commands, and the steps between them, in arrays that a walk finds its way
/// through without a look at the states themselves. Index 0 of both is nothing.
/// </summary>
internal sealed class StepGraph
{
    private readonly List<StateNode> states = [null!];
    private readonly List<StepEffect> effects = [null!];
    private StepNode[] nodes = new StepNode[64];
    private StepEdge[] edges = new StepEdge[64];

    /// <summary>Nodes; another array after a node was added.</summary>
    public StepNode[] Nodes => nodes;

    /// <summary>Edges; another array after an edge was added.</summary>
    public StepEdge[] Edges => edges;

    /// <summary>The state of a node.</summary>
    public ReadOnlySpan<long> State(int node) => states[node].State;

    /// <summary>What else a step did.</summary>
    public StepEffect Effect(int edge) => effects[edge];

    /// <summary>Adds the node of a state and returns its index.</summary>
    public int Add(StateNode state, in StepNode node)
    {
        int index = states.Count;
        states.Add(state);
        if (index == nodes.Length)
        {
            Array.Resize(ref nodes, 2 * index);
        }

        nodes[index] = node;
        state.Step = index;
        return index;
    }

    /// <summary>Adds a step from a node, behind those that were seen before.</summary>
    public void Add(int from, bool refresh, in StepEdge edge, StepEffect effect)
    {
        int index = effects.Count;
        effects.Add(effect);
        if (index == edges.Length)
        {
            Array.Resize(ref edges, 2 * index);
        }

        edges[index] = edge;
        if (!refresh && edge.Late == 0 && nodes[from].LikelyEdge == 0)
        {
            ref StepNode n = ref nodes[from];
            (n.LikelyEdge, n.LikelyPath, n.LikelyTo) = (index, edge.Path, edge.To);
            n.Repeats = edge.To == from && edge.Path == LoopWalk.Again && !edge.PassesMarks && n.BusCycles == 1 && n.Wait > 0;
        }

        ref int link = ref refresh ? ref nodes[from].FirstRefreshEdge : ref nodes[from].FirstEdge;
        while (link != 0)
        {
            link = ref edges[link].Next;
        }

        link = index;
    }

    /// <summary>The step from <paramref name="first"/> on among those of a node, or 0 when it was not seen yet.</summary>
    public int Find(int first, int late, ulong path)
    {
        StepEdge[] all = edges;
        int e = first;
        while (e != 0 && (all[e].Path != path || all[e].Late != late))
        {
            e = all[e].Next;
        }

        return e;
    }
}
