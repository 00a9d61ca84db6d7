namespace PimSim.Device;

/// <summary>
/// Follows remembered transitions from a situation as long as they hold. When the chain comes back to a state with the same
/// refresh phase and only a loop counter further, the whole period follows again and again until that loop is nearly
/// over, so it is booked as often at once (the period is found by Brent's method).
/// </summary>
internal sealed class TransitionChain
{
    private readonly DomainTiming[] accounts;
    private readonly ProgramLoops[] loops;
    private readonly RelativeState relative;
    private readonly ChannelSituation anchor;
    private readonly LoopStep[] sinceAnchor;
    private readonly bool[] dataSinceAnchor;
    private readonly List<Transition> unbooked = [];
    private StateNode? anchorNode;
    private long stepsToAnchor;
    private long anchorInterval;

    public TransitionChain(DomainState[] domains, ProgramLoops[] loops, RelativeState relative)
    {
        accounts = [.. domains.Select(d => d.Timing)];
        this.loops = loops;
        this.relative = relative;
        anchor = new ChannelSituation(domains.Length);
        sinceAnchor = new LoopStep[domains.Length];
        dataSinceAnchor = new bool[domains.Length];
    }

    /// <summary>Follows transitions from <paramref name="node"/>, moves the situation, books what they counted, and returns the last node.</summary>
    public StateNode Follow(StateNode node, ChannelSituation at, CancellationToken cancellation)
    {
        anchorInterval = 1;
        SetAnchor(node, at);
        int steps = 0;
        for (Transition? t = node.Find(at); t is not null; t = node.Find(at))
        {
            if ((++steps & 0xFFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            Use(t, at);
            node = t.To;
            if (ReferenceEquals(node, anchorNode) && SkipPeriods(node, at))
            {
                anchorInterval = 1;
                SetAnchor(node, at);
            }
            else if (--stepsToAnchor == 0)
            {
                anchorInterval *= 2;
                SetAnchor(node, at);
            }
        }

        Book(1);
        return node;
    }

    private void SetAnchor(StateNode node, ChannelSituation at)
    {
        Book(1);
        anchorNode = node;
        anchor.CopyFrom(at);
        stepsToAnchor = anchorInterval;
        for (int d = 0; d < sinceAnchor.Length; d++)
        {
            sinceAnchor[d] = new LoopStep(loops[d].Depth(relative.Position(node.State, d)), 0);
            dataSinceAnchor[d] = false;
        }
    }

    private void Use(Transition t, ChannelSituation at)
    {
        if (t.Uses++ == 0)
        {
            unbooked.Add(t);
        }

        t.Apply(at);
        for (int d = 0; d < sinceAnchor.Length; d++)
        {
            sinceAnchor[d] = sinceAnchor[d].Then(t.Domains[d].Loops);
            dataSinceAnchor[d] |= t.Domains[d].DataEnd is not null;
        }
    }

    /// <summary>Repeats the steps since the anchor as often as all loops allow; false when they do not repeat.</summary>
    private bool SkipPeriods(StateNode node, ChannelSituation at)
    {
        long times = long.MaxValue;
        for (int d = 0; d < sinceAnchor.Length; d++)
        {
            times = Math.Min(times, Repeats(node, at, d));
        }

        if (times is 0 or long.MaxValue)
        {
            return false;
        }

        Book(times + 1);
        long period = at.Now - anchor.Now;
        at.Now += times * period;
        for (int d = 0; d < sinceAnchor.Length; d++)
        {
            at.RefreshDue[d] += at.RefreshDue[d] == long.MaxValue ? 0 : times * period;
            at.DataEnd[d] += dataSinceAnchor[d] ? times * period : 0;
            if (sinceAnchor[d].Iterations > 0)
            {
                at.Counters[(d * PimProgram.MaxDepth) + sinceAnchor[d].Kept - 1] += (int)(times * sinceAnchor[d].Iterations);
            }
        }

        return true;
    }

    /// <summary>How often a domain can repeat what it did since the anchor; MaxValue when it stood still.</summary>
    private long Repeats(StateNode node, ChannelSituation at, int d)
    {
        LoopStep step = sinceAnchor[d];
        int position = relative.Position(node.State, d);
        int first = d * PimProgram.MaxDepth;
        int inner = loops[d].Depth(position) - step.Kept;
        bool samePhase = at.RefreshDue[d] == long.MaxValue || at.RefreshDue[d] - at.Now == anchor.RefreshDue[d] - anchor.Now;
        if (!samePhase || !at.Counters.AsSpan(first + step.Kept, inner).SequenceEqual(anchor.Counters.AsSpan(first + step.Kept, inner)))
        {
            return 0;
        }

        if (step.Iterations == 0)
        {
            return long.MaxValue;
        }

        int last = loops[d].Iterations(position, step.Kept - 1) - 1;
        return (last - at.Counters[first + step.Kept - 1]) / step.Iterations;
    }

    private void Book(long times)
    {
        foreach (Transition t in unbooked)
        {
            for (int d = 0; d < accounts.Length; d++)
            {
                t.Domains[d].Counted.AddTo(accounts[d], t.Uses * times);
            }

            t.Uses = 0;
        }

        unbooked.Clear();
    }
}
