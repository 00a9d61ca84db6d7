namespace PimSim.Device;

/// <summary>
/// Notices that a channel is where it was before, but for a later iteration of its outermost loops: then everything since
/// follows again, and is booked as often as the loops allow.
/// </summary>
internal sealed class WindowOrbit
{
    private const int Capacity = 1 << 13;

    private readonly DomainState[] domains;
    private readonly ProgramLoops[] loops;
    private readonly RelativeState[] relative;
    private readonly Dictionary<int, Visit> visits = [];
    private int iteration;

    public WindowOrbit(DomainState[] domains, ProgramLoops[] loops, RelativeState[] relative)
    {
        this.domains = domains;
        this.loops = loops;
        this.relative = relative;
    }

    /// <summary>True when the first domain has begun another iteration of its outermost loop.</summary>
    public bool IsDue(ChannelSituation at)
    {
        bool due = at.Counters[0] != iteration;
        iteration = at.Counters[0];
        return due;
    }

    /// <summary>Remembers this visit, or moves everything on by whole periods when there was an equal one. All accounts are booked.</summary>
    public void Skip(ChannelSituation at, StateNode?[] nodes, long[] last, ulong[][] carried)
    {
        int[] key = Key(at, nodes, last, carried);
        var hash = default(HashCode);
        hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(key.AsSpan()));
        int code = hash.ToHashCode();
        if (visits.TryGetValue(code, out Visit? before) && before.Key.AsSpan().SequenceEqual(key) && SameNodes(before, nodes))
        {
            long times = Times(at, before, nodes);
            if (times > 0)
            {
                Repeat(at, before, last, times);
                visits.Clear();
                iteration = at.Counters[0];
            }

            return;
        }

        if (visits.Count >= Capacity)
        {
            visits.Clear();
        }

        var seen = new ChannelSituation(domains.Length);
        seen.CopyFrom(at);
        long[][] accounts = [.. domains.Select(d => new long[AccountDelta.Length(d.Timing)])];
        for (int d = 0; d < domains.Length; d++)
        {
            AccountDelta.Read(domains[d].Timing, accounts[d]);
        }

        visits[code] = new Visit(key, [.. nodes.Select(n => n!)], seen, accounts);
    }

    private static bool SameNodes(Visit before, StateNode?[] nodes) =>
        Enumerable.Range(0, nodes.Length).All(d => ReferenceEquals(before.Nodes[d], nodes[d]));

    /// <summary>Everything but the nodes that decides what follows: cycles relative to now, inner loop counters, buses.</summary>
    private int[] Key(ChannelSituation at, StateNode?[] nodes, long[] last, ulong[][] carried)
    {
        var key = new List<int>();
        for (int d = 0; d < domains.Length; d++)
        {
            int depth = loops[d].Depth(relative[d].Position(nodes[d]!.State, 0));
            key.Add((int)(at.Now - last[d]));
            key.Add(at.RefreshDue[d] == long.MaxValue ? int.MaxValue : (int)(at.RefreshDue[d] - at.Now));
            key.Add(at.Marked[d] ? 1 : 0);
            key.AddRange(at.Counters.AsSpan((d * PimProgram.MaxDepth) + 1, Math.Max(depth - 1, 0)));
            key.AddRange(carried[d].Select(c => (int)c));
        }

        return [.. key];
    }

    private long Times(ChannelSituation at, Visit before, StateNode?[] nodes)
    {
        long times = long.MaxValue;
        for (int d = 0; d < domains.Length; d++)
        {
            int counter = at.Counters[d * PimProgram.MaxDepth];
            int step = counter - before.At.Counters[d * PimProgram.MaxDepth];
            int position = relative[d].Position(nodes[d]!.State, 0);
            bool inLoop = loops[d].Depth(position) > 0;
            if (inLoop && step > 0)
            {
                times = Math.Min(times, (loops[d].Iterations(position, 0) - 1 - counter) / step);
            }
            else if (inLoop)
            {
                return 0;
            }
        }

        return times == long.MaxValue ? 0 : times;
    }

    private void Repeat(ChannelSituation at, Visit before, long[] last, long times)
    {
        long period = at.Now - before.At.Now;
        for (int d = 0; d < domains.Length; d++)
        {
            AccountDelta.Since(before.Accounts[d], domains[d].Timing).AddTo(domains[d].Timing, times);
            int c = d * PimProgram.MaxDepth;
            bool inLoop = at.Counters[c] != before.At.Counters[c];
            at.Counters[c] += inLoop ? (int)(times * (at.Counters[c] - before.At.Counters[c])) : 0;
            at.RefreshDue[d] += at.RefreshDue[d] == long.MaxValue ? 0 : times * period;
            at.DataEnd[d] += at.DataEnd[d] == before.At.DataEnd[d] ? 0 : times * period;
            last[d] += times * period;
        }

        at.Now += times * period;
    }

    private sealed record Visit(int[] Key, StateNode[] Nodes, ChannelSituation At, long[][] Accounts);
}
