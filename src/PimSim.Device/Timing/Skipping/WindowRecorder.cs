namespace PimSim.Device;

/// <summary>Watches one domain during a window and writes down what it did as a <see cref="WindowTransition"/>.</summary>
internal sealed class WindowRecorder(DomainState domain, ProgramLoops loops, int buses)
{
    private readonly DomainRecorder part = new(domain, loops);
    private readonly BusUse[] uses = new BusUse[buses];
    private long last;
    private long begin;
    private long end;
    private long? firstWanted;

    /// <summary>What it did on a bus.</summary>
    public BusUse this[int bus] => uses[bus];

    /// <summary>A window begins.</summary>
    public void Begin(long windowBegin, long windowEnd)
    {
        part.Begin();
        Array.Clear(uses);
        (last, begin, end, firstWanted) = (domain.LastIssue, windowBegin, windowEnd, null);
    }

    /// <summary>A command is issued.</summary>
    public void OnIssue(int bus, long wanted, long cycle, int busCycles)
    {
        firstWanted ??= wanted;
        BusUse u = uses[bus];
        int at = (int)(cycle - begin);
        uses[bus] = new BusUse(u.Starts | (1UL << at), u.Taken | (((1UL << busCycles) - 1) << at), u.Held | Between(wanted, cycle));
    }

    /// <summary>The window is over, and the domain stands at <paramref name="to"/>.</summary>
    /// <param name="to">Where it stands.</param>
    /// <param name="nextBus">Bus of its next command.</param>
    /// <param name="nextWanted">First cycle at which that could be issued if no other used the bus; MaxValue for never.</param>
    public WindowTransition? End(StateNode to, int nextBus, long nextWanted)
    {
        if (part.End(domain.LastIssue) is not { } done)
        {
            return null;
        }

        bool heldBefore = (firstWanted ?? nextWanted) < begin;
        bool heldAfter = nextWanted < end;
        if (heldAfter)
        {
            uses[nextBus] = uses[nextBus] with { Held = uses[nextBus].Held | Between(nextWanted, end) };
        }

        long first = firstWanted ?? nextWanted;
        long latestBegin = first == long.MaxValue ? long.MaxValue : first - last;
        return new WindowTransition
        {
            To = to,
            Duration = domain.LastIssue - last,
            Begin = heldBefore ? (begin - last, begin - last) : (0, latestBegin),
            End = heldAfter ? (end - last, end - last) : (domain.LastIssue - last + 1, nextWanted == long.MaxValue ? long.MaxValue : nextWanted - last),
            RefreshDue = part.RefreshDue < end ? part.RefreshDue - last : null,
            Origin = begin - last,
            Buses = [.. uses],
            Part = done,
        };
    }

    private ulong Between(long from, long to)
    {
        int first = (int)Math.Max(from - begin, 0);
        int next = (int)Math.Max(to - begin, 0);
        return ((1UL << next) - 1) & ~((1UL << first) - 1);
    }
}
