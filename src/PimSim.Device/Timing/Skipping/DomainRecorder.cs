namespace PimSim.Device;

/// <summary>Watches one domain from a state on and writes down what it did as a <see cref="DomainTransition"/>.</summary>
internal sealed class DomainRecorder(DomainState domain, ProgramLoops loops)
{
    private readonly long[] accounts = new long[AccountDelta.Length(domain.Timing)];
    private readonly int[] counters = new int[PimProgram.MaxDepth];
    private long dataEnd;
    private int depth;
    private int marks;
    private bool marked;
    private bool ended;

    /// <summary>The next refresh when it began.</summary>
    public long RefreshDue { get; private set; }

    /// <summary>Begins to watch.</summary>
    public void Begin()
    {
        RefreshDue = domain.RefreshDue;
        dataEnd = domain.DataEnd;
        depth = loops.Depth(domain.Cursor.Position);
        domain.Cursor.Watch(depth);
        domain.Cursor.CopyCounters(counters);
        marks = domain.Marks;
        marked = domain.Timing.FirstMarkCycle != 0;
        ended = domain.Ended;
        AccountDelta.Read(domain.Timing, accounts);
    }

    /// <summary>
    /// What the domain did until <paramref name="now"/>; null when it cannot do it again: its program ended, or passed its
    /// first mark.
    /// </summary>
    public DomainTransition? End(long now)
    {
        bool passes = domain.Marks != marks;
        if (domain.Ended != ended || (passes && !marked))
        {
            return null;
        }

        var step = new LoopStep(domain.Cursor.WatchedLoops, domain.Cursor.WatchedIterations);
        int[] after = new int[PimProgram.MaxDepth];
        domain.Cursor.CopyCounters(after);
        return new DomainTransition
        {
            Loops = step,
            Limit = step.Kept > 0 ? loops.Iterations(domain.Cursor.Position, step.Kept - 1) : 0,
            Before = counters[step.Kept..depth],
            After = after[step.Kept..loops.Depth(domain.Cursor.Position)],
            RefreshMoved = domain.RefreshDue == RefreshDue ? 0 : domain.RefreshDue - RefreshDue,
            DataEnd = domain.DataEnd == dataEnd ? null : domain.DataEnd - now,
            PassesMarks = passes,
            Counted = AccountDelta.Since(accounts, domain.Timing),
        };
    }
}
