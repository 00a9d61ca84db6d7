namespace PimSim.Device;

/// <summary>
/// Skipping for a channel of two domains that meet on nothing but its command buses. The run is cut into windows of time; within a window
/// each domain does what follows from its own state and from the cycles in which the other has a bus. So transitions are
/// remembered for each domain by itself, and two that fit each other are what the channel does: there is only one run.
/// Where none fit, the controller takes the steps of the window, and they are remembered.
/// </summary>
/// <remarks>Windows begin anew when a refresh is due, so that what follows a refresh does not depend on where it came.</remarks>
internal sealed class WindowSkipper
{
    private const int Domains = 2;
    private const int LongestWindow = 56;
    private const int LongestCommand = 8;

    private readonly DomainState[] domains;
    private readonly ChannelTiming timing;
    private readonly RelativeState[] relative;
    private readonly TransitionTable table;
    private readonly int windowCycles;
    private readonly WindowRecorder[] recorders;
    private readonly WindowOrbit orbit;
    private readonly ChannelSituation at = new(Domains);
    private readonly StateNode?[] nodes = new StateNode?[Domains];
    private readonly long[] last = new long[Domains];
    private readonly ulong[][] carried;
    private readonly List<WindowTransition>[] unbooked = [[], []];
    private readonly long[][] states;
    private long end;
    private bool watching;

    public WindowSkipper(DomainState[] domains, ChannelTiming timing, RelativeState[] relative, ProgramLoops[] loops, TransitionTable table, int windowCycles)
    {
        this.windowCycles = Math.Min(windowCycles, LongestWindow);
        this.domains = domains;
        this.timing = timing;
        this.relative = relative;
        this.table = table;
        recorders = [.. domains.Select((d, i) => new WindowRecorder(d, loops[i], timing.Buses))];
        carried = [.. domains.Select(_ => new ulong[timing.Buses])];
        states = [.. relative.Select(r => new long[r.Length])];
        orbit = new WindowOrbit(domains, loops, relative);
    }

    /// <summary>True for channels that can be run this way.</summary>
    public static bool Applies(TimingTable table, int domains, long refreshInterval) =>
        domains == Domains && !table.Places.CouplesDomains && table.Commands.All(c => c.BusCycles <= LongestCommand)
        && (refreshInterval == 0 || refreshInterval > 4 * LongestWindow);

    /// <summary>
    /// Moves on along remembered windows, then prepares the next, which the controller has to run: it returns the cycle at
    /// which that ends.
    /// </summary>
    public long NextWindow(CancellationToken cancellation)
    {
        Enter();
        bool moved = false;
        for (int n = 1; nodes[0] is not null && nodes[1] is not null; n++)
        {
            if ((n & 0x3FFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            SetEnd();
            if (!Move())
            {
                break;
            }

            moved = true;
            if (orbit.IsDue(at))
            {
                Book();
                orbit.Skip(at, nodes, last, carried);
            }
        }

        if (moved)
        {
            Book();
            Restore();
        }

        SetEnd();
        watching = true;
        for (int d = 0; d < Domains; d++)
        {
            recorders[d].Begin(at.Now, end);
        }

        return end;
    }

    /// <summary>The controller issues a command.</summary>
    public void OnIssue(DomainState d, int command, long wanted, long cycle, int busCycles)
    {
        if (watching)
        {
            recorders[d.IndexInChannel].OnIssue(timing.BusOf(command, d.IndexInChannel), wanted, cycle, busCycles);
        }
    }

    /// <summary>The controller has run the window; its domains' next steps are known.</summary>
    public void EndWindow()
    {
        watching = false;
        for (int d = 0; d < Domains; d++)
        {
            StateNode? from = nodes[d];
            long began = last[d];
            if (from is not null && !table.IsFull && !IsKnown(from, d, began))
            {
                Remember(from, d);
            }
        }

        for (int d = 0; d < Domains; d++)
        {
            for (int b = 0; b < timing.Buses; b++)
            {
                carried[d][b] = Spill(recorders[d][b].Taken | carried[d][b]);
            }
        }

        at.Now = end;
    }

    /// <summary>The run is over: what else is issued is idle refresh.</summary>
    public void Stop() => watching = false;

    private ulong Spill(ulong taken) => taken >> (int)(end - at.Now);

    /// <summary>Reads where the domains stand.</summary>
    private void Enter()
    {
        at.Read(domains, at.Now);
        for (int d = 0; d < Domains; d++)
        {
            last[d] = domains[d].LastIssue;
            relative[d].Capture(last[d], states[d]);
            nodes[d] = table.Node(states[d]);
        }
    }

    private void SetEnd()
    {
        end = at.Now + windowCycles;
        foreach (long due in at.RefreshDue)
        {
            end = due > at.Now && due < end ? due : end;
        }
    }

    /// <summary>Takes a remembered window of each domain, if two fit each other.</summary>
    private bool Move()
    {
        List<WindowTransition> first = nodes[0]!.Windows;
        List<WindowTransition> second = nodes[1]!.Windows;
        for (int i = 0; i < first.Count; i++)
        {
            if (!first[i].Holds(at, 0, last[0], at.Now, end))
            {
                continue;
            }

            for (int j = 0; j < second.Count; j++)
            {
                if (second[j].Holds(at, 1, last[1], at.Now, end) && Fit(first[i], second[j]))
                {
                    Take(first[i], second[j]);
                    MoveUp(first, i);
                    MoveUp(second, j);
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>What was of use is looked at earlier the next time.</summary>
    private static void MoveUp(List<WindowTransition> list, int index) => (list[index / 2], list[index]) = (list[index], list[index / 2]);

    private bool Fit(WindowTransition a, WindowTransition b)
    {
        for (int bus = 0; bus < timing.Buses; bus++)
        {
            BusUse first = a.On(bus, last[0], at.Now);
            BusUse second = b.On(bus, last[1], at.Now);
            if (!second.Fits(BlockedByFirst(bus, first)) || !first.Fits(BlockedBySecond(bus, second)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Where both want a bus at once, the first gets it.</summary>
    private ulong BlockedByFirst(int bus, BusUse first) => first.Taken | carried[0][bus];

    private ulong BlockedBySecond(int bus, BusUse second) => (second.Taken & ~second.Starts) | carried[1][bus];

    private void Take(WindowTransition a, WindowTransition b)
    {
        for (int bus = 0; bus < timing.Buses; bus++)
        {
            carried[0][bus] = Spill(a.On(bus, last[0], at.Now).Taken | carried[0][bus]);
            carried[1][bus] = Spill(b.On(bus, last[1], at.Now).Taken | carried[1][bus]);
        }

        Take(a, 0);
        Take(b, 1);
        at.Now = end;
    }

    private void Take(WindowTransition t, int d)
    {
        if (t.Uses[d]++ == 0)
        {
            unbooked[d].Add(t);
        }

        last[d] += t.Duration;
        t.Part.Apply(at, d, last[d]);
        nodes[d] = t.To;
    }

    private void Book()
    {
        for (int d = 0; d < Domains; d++)
        {
            foreach (WindowTransition t in unbooked[d])
            {
                t.Part.Counted.AddTo(domains[d].Timing, t.Uses[d]);
                t.Uses[d] = 0;
            }

            unbooked[d].Clear();
        }
    }

    private void Restore()
    {
        for (int d = 0; d < Domains; d++)
        {
            relative[d].Restore(last[d], nodes[d]!.State, at.Counters.AsSpan(d * PimProgram.MaxDepth));
            domains[d].RefreshDue = at.RefreshDue[d];
            domains[d].DataEnd = at.DataEnd[d];
        }

        RelativeState.FreeBuses(timing, domains);
    }

    /// <summary>True when a remembered window is what the domain has just done.</summary>
    private bool IsKnown(StateNode from, int d, long began)
    {
        foreach (WindowTransition t in from.Windows)
        {
            if (t.Holds(at, d, began, at.Now, end) && Fits(t, d, began))
            {
                return true;
            }
        }

        return false;
    }

    private bool Fits(WindowTransition t, int d, long began)
    {
        for (int bus = 0; bus < timing.Buses; bus++)
        {
            ulong blocked = d == 0 ? BlockedBySecond(bus, recorders[1][bus]) : BlockedByFirst(bus, recorders[0][bus]);
            if (!t.On(bus, began, at.Now).Fits(blocked))
            {
                return false;
            }
        }

        return true;
    }

    private void Remember(StateNode from, int d)
    {
        DomainState s = domains[d];
        relative[d].Capture(s.LastIssue, states[d]);
        Candidate next = s.Next!.Value;
        bool program = next.Kind is StepKind.Program or StepKind.Reopen;
        bool dueBefore = at.RefreshDue[d] < end;
        long wanted = program || (next.HasProgram && !dueBefore) ? s.WantedAt : dueBefore ? s.RefreshWantedAt : long.MaxValue;
        int bus = next.Kind == StepKind.None ? 0 : timing.BusOf(next.Command, d);
        if (table.Node(states[d]) is { } to && recorders[d].End(to, bus, wanted) is { } seen)
        {
            table.Add(from, seen);
        }
    }
}
