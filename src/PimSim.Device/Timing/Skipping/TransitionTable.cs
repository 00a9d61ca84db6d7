using System.Numerics;

namespace PimSim.Device;

/// <summary>States and transitions of channels with the same programs. Its memory is bounded: when it is full, nothing new is remembered.</summary>
internal sealed class TransitionTable(long capacityBytes)
{
    private readonly Dictionary<ulong, StateNode> nodes = [];
    private long bytes;

    /// <summary>Steps of single domains between states.</summary>
    public StepGraph Steps { get; } = new();

    /// <summary>True when nothing more is remembered.</summary>
    public bool IsFull => bytes >= capacityBytes;

    /// <summary>The node of a state; null when it is new and the table is full.</summary>
    public StateNode? Node(ReadOnlySpan<long> state) => Find(state, IsFull);

    /// <summary>Index in <see cref="Steps"/> of the node of a state, which <paramref name="describe"/> adds, however full the table is.</summary>
    public int Step(ReadOnlySpan<long> state, Func<StepNode> describe)
    {
        StateNode node = Find(state, full: false)!;
        return node.Step != 0 ? node.Step : Steps.Add(node, describe());
    }

    /// <summary>Remembers what followed from a node.</summary>
    public void Add(StateNode from, Transition transition)
    {
        foreach (DomainTransition d in transition.Domains)
        {
            bytes += 200 + (16 * d.Counted.Count) + (4 * (d.Before.Length + d.After.Length));
        }

        from.Add(transition);
    }

    /// <summary>Remembers a step of a domain from a node of <see cref="Steps"/>.</summary>
    public void Add(int from, bool refresh, in StepEdge edge, StepEffect effect)
    {
        bytes += 300 + (16 * effect.Counted.Count);
        Steps.Add(from, refresh, edge, effect);
    }

    private StateNode? Find(ReadOnlySpan<long> state, bool full)
    {
        ulong hash = Hash(state);
        StateNode? first = nodes.GetValueOrDefault(hash);
        for (StateNode? n = first; n is not null; n = n.SameHash)
        {
            if (state.SequenceEqual(n.State))
            {
                return n;
            }
        }

        if (full)
        {
            return null;
        }

        bytes += (state.Length * sizeof(long)) + 200;
        var node = new StateNode(state.ToArray()) { SameHash = first };
        nodes[hash] = node;
        return node;
    }

    private static ulong Hash(ReadOnlySpan<long> state)
    {
        ulong h = (ulong)state.Length;
        foreach (long v in state)
        {
            h = (BitOperations.RotateLeft(h, 23) ^ (ulong)v) * 0x9E3779B97F4A7C15;
        }

        return h ^ (h >> 29);
    }
}
