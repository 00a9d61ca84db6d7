namespace PimSim.Device;

/// <summary>The part of a <see cref="Transition"/> of one domain.</summary>
internal sealed class DomainTransition
{
    /// <summary>What it did with the loops around its beginning.</summary>
    public required LoopStep Loops { get; init; }

    /// <summary>Iterations of the innermost loop that it did not leave; meaningless when it left all.</summary>
    public required int Limit { get; init; }

    /// <summary>Counters, from the first loop that it left on, when it began.</summary>
    public required int[] Before { get; init; }

    /// <summary>Counters from the same loop on when it ended.</summary>
    public required int[] After { get; init; }

    /// <summary>Cycles by which the next refresh moved.</summary>
    public required long RefreshMoved { get; init; }

    /// <summary>End of the last data relative to the end of the transition; null when there was none.</summary>
    public required long? DataEnd { get; init; }

    /// <summary>True when it passed a mark.</summary>
    public required bool PassesMarks { get; init; }

    /// <summary>What it counted.</summary>
    public required AccountDelta Counted { get; init; }

    public bool Holds(ChannelSituation at, int domain)
    {
        if (PassesMarks && !at.Marked[domain])
        {
            return false;
        }

        ReadOnlySpan<int> counters = at.Counters.AsSpan(domain * PimProgram.MaxDepth, PimProgram.MaxDepth);
        return counters.Slice(Loops.Kept, Before.Length).SequenceEqual(Before)
            && (Loops.Iterations == 0 || counters[Loops.Kept - 1] + Loops.Iterations < Limit);
    }

    /// <param name="at">What it moves on.</param>
    /// <param name="domain">Domain.</param>
    /// <param name="now">Cycle of its end.</param>
    public void Apply(ChannelSituation at, int domain, long now)
    {
        Span<int> counters = at.Counters.AsSpan(domain * PimProgram.MaxDepth, PimProgram.MaxDepth);
        After.CopyTo(counters[Loops.Kept..]);
        if (Loops.Iterations > 0)
        {
            counters[Loops.Kept - 1] += Loops.Iterations;
        }

        if (RefreshMoved > 0)
        {
            at.RefreshDue[domain] += RefreshMoved;
        }

        if (DataEnd is { } end)
        {
            at.DataEnd[domain] = now + end;
        }
    }
}
