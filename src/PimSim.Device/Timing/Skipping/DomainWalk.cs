using PimSim.Core;

namespace PimSim.Device;

/// <summary>
/// One domain on its way along remembered steps. A step that was not seen before is taken by the controller and remembered: what a domain
/// does follows from its state, and from how late the others let it have a bus.
/// </summary>
internal sealed class DomainWalk
{
    private readonly DomainState domain;
    private readonly ChannelTiming timing;
    private readonly TimingTable rules;
    private readonly RelativeState relative;
    private readonly TransitionTable table;
    private readonly IDomainSteps steps;
    private readonly long[] busFree;
    private readonly long[] state;
    private readonly long[] accounts;
    private readonly List<StepEdge> unbooked = [];
    private readonly int index;
    private int refreshesInARow;
    private bool refreshNext;
    private bool inPlace;

    /// <param name="domain">The domain.</param>
    /// <param name="timing">Timing of its channel.</param>
    /// <param name="rules">Rules of its channel.</param>
    /// <param name="relative">States of the domain alone.</param>
    /// <param name="program">Its program.</param>
    /// <param name="table">What is remembered.</param>
    /// <param name="steps">The controller.</param>
    /// <param name="busFree">By bus: first free cycle, for all domains of the channel.</param>
    public DomainWalk(
        DomainState domain, ChannelTiming timing, TimingTable rules, RelativeState relative, PimProgram program, TransitionTable table, IDomainSteps steps, long[] busFree)
    {
        this.domain = domain;
        this.timing = timing;
        this.rules = rules;
        this.relative = relative;
        this.table = table;
        this.steps = steps;
        this.busFree = busFree;
        index = domain.IndexInChannel;
        Loops = new LoopWalk(program);
        state = new long[relative.Length];
        accounts = new long[AccountDelta.Length(domain.Timing)];
    }

    /// <summary>Where it stands; null when its state could not be remembered.</summary>
    public StepNode? Node { get; private set; }

    /// <summary>Cycle of its last command.</summary>
    public long Last { get; private set; }

    /// <summary>Cycle of its next refresh, MaxValue without.</summary>
    public long RefreshDue { get; private set; }

    /// <summary>End of its last data on the bus.</summary>
    public long DataEnd { get; private set; }

    /// <summary>Refreshes in a row that a command was ready and waited for.</summary>
    public int RefreshesInARow => refreshesInARow;

    /// <summary>Its loop counters.</summary>
    public LoopWalk Loops { get; }

    /// <summary>Its accounts, up to the last <see cref="Book"/>.</summary>
    public DomainTiming Timing => domain.Timing;

    /// <summary>True when it has passed a mark.</summary>
    public bool Marked => domain.Timing.FirstMarkCycle != 0;

    /// <summary>Steps that the controller took.</summary>
    public long Learned { get; private set; }

    /// <summary>Begins where the domain stands.</summary>
    public void Enter() => Read();

    /// <summary>Puts the domain where the walk has led.</summary>
    public void Leave()
    {
        Book();
        Place();
    }

    /// <summary>When the next step comes; later than any cycle when there is none.</summary>
    public long Next()
    {
        StepNode node = Node!;
        long t = Math.Max(Last + node.Wait, busFree[node.Bus]);
        refreshNext = t >= RefreshDue;
        return refreshNext ? Math.Max(Math.Max(RefreshDue, Last + node.RefreshWait), busFree[node.RefreshBus]) : t;
    }

    /// <summary>Takes the step that <see cref="Next"/> found.</summary>
    public void Take(long cycle)
    {
        StepNode node = Node!;
        StepEdge? e;
        if (!refreshNext)
        {
            busFree[node.Bus] = cycle + node.BusCycles;
            long late = cycle - Last - node.Wait;
            ulong path = node.Advances ? Loops.Advance(node.Position) : LoopWalk.Straight;
            e = node.Likely;
            if (e is null || e.Path != path || e.Late != late || e.Refresh)
            {
                e = node.Find(refresh: false, late, path);
            }

            if (e is null || (e.PassesMarks && !Marked))
            {
                Learn(node, cycle, late, path);
                return;
            }

            refreshesInARow = node.Advances ? 0 : refreshesInARow;
        }
        else
        {
            busFree[node.RefreshBus] = cycle + node.RefreshBusCycles;
            long late = cycle - Last - node.RefreshWait;
            e = node.Find(refresh: true, late, LoopWalk.Straight);
            if (e is null || (e.HoldsProgram && refreshesInARow >= RefreshFault.MostInARow))
            {
                Learn(node, cycle, late, LoopWalk.Straight);
                return;
            }

            refreshesInARow += e.HoldsProgram ? 1 : 0;
            RefreshDue += e.RefreshMoved;
        }

        if (e.Uses[index]++ == 0)
        {
            unbooked.Add(e);
        }

        if (e.DataEnd > 0)
        {
            DataEnd = cycle + e.DataEnd;
        }

        inPlace = false;
        Last = cycle;
        Node = e.To;
    }

    /// <summary>Adds what was counted on the way to the accounts.</summary>
    public void Book()
    {
        foreach (StepEdge e in unbooked)
        {
            e.Counted.AddTo(domain.Timing, e.Uses[index]);
            e.Uses[index] = 0;
        }

        unbooked.Clear();
    }

    /// <summary>Moves everything on in time, within the same state and the same loops.</summary>
    /// <param name="cycles">Cycles.</param>
    /// <param name="data">Whether there was data on the bus in a period of it.</param>
    /// <param name="iterations">Iterations of the outermost loop.</param>
    public void Shift(long cycles, bool data, int iterations)
    {
        inPlace = false;
        Last += cycles;
        DataEnd += data ? cycles : 0;
        RefreshDue += RefreshDue == long.MaxValue ? 0 : cycles;
        Loops.Counters[0] += iterations;
    }

    private void Place()
    {
        if (inPlace)
        {
            return;
        }

        relative.Restore(Last, Node!.State.State, Loops.Counters);
        domain.RefreshDue = RefreshDue;
        domain.DataEnd = DataEnd;
        domain.RefreshesInARow = refreshesInARow;
        inPlace = true;
    }

    private void Read()
    {
        Last = domain.LastIssue;
        RefreshDue = domain.RefreshDue;
        DataEnd = domain.DataEnd;
        refreshesInARow = domain.RefreshesInARow;
        domain.Cursor.CopyCounters(Loops.Counters);
        inPlace = true;
        relative.Capture(Last, state);
        StateNode? now = table.Node(state);
        if (now is not null)
        {
            now.Step ??= new StepNode(now, domain.Cursor.Position, Last, steps.Look(index), c => (timing.BusOf(c, index), rules.Commands[c].BusCycles));
        }

        Node = now?.Step;
    }

    /// <summary>Has the controller take a step, and remembers it if it can happen again: a program ends once, and passes its first mark once.</summary>
    private void Learn(StepNode node, long cycle, long late, ulong path)
    {
        Learned++;
        if (!refreshNext && node.Advances)
        {
            Loops.TakeBack(node.Position, path);
        }

        Place();
        AccountDelta.Read(domain.Timing, accounts);
        (bool marked, int marks, bool ended) = (Marked, domain.Marks, domain.Ended);
        (long due, int inARow, long dataEnd) = (RefreshDue, refreshesInARow, DataEnd);
        steps.Take(index, refreshNext, cycle);
        if (domain.LastIssue != cycle)
        {
            throw new InternalErrorException($"a step of domain {domain.Index} came at cycle {domain.LastIssue}, not {cycle}");
        }

        Read();
        bool passes = domain.Marks != marks;
        if (Node is null || domain.Ended != ended || path == LoopWalk.Unknown || (passes && !marked) || node.Find(refreshNext, late, path) is not null)
        {
            return;
        }

        table.Add(node, new StepEdge
        {
            Refresh = refreshNext,
            Late = late,
            Path = path,
            To = Node,
            RefreshMoved = RefreshDue == due ? 0 : RefreshDue - due,
            HoldsProgram = refreshesInARow > inARow,
            DataEnd = DataEnd == dataEnd ? 0 : (int)(DataEnd - cycle),
            PassesMarks = passes,
            Counted = AccountDelta.Since(accounts, domain.Timing),
        });
    }
}
