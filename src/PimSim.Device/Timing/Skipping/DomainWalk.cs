using System.Runtime.CompilerServices;
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
    private readonly StepGraph graph;
    private readonly IDomainSteps steps;
    private readonly LoopWalk loops;
    private readonly long[] busFree;
    private readonly long[] counted;
    private readonly long[] state;
    private readonly long[] accounts;
    private readonly List<int> unbooked = [];
    private readonly int index;
    private int node;
    private int bus;
    private long wanted;
    private long askFrom;
    private long askRefreshFrom;
    private bool refreshNext;
    private bool inPlace;

    /// <param name="domain">The domain.</param>
    /// <param name="timing">Timing of its channel.</param>
    /// <param name="rules">Rules of its channel.</param>
    /// <param name="relative">States of the domain alone.</param>
    /// <param name="program">Its program.</param>
    /// <param name="table">What is remembered.</param>
    /// <param name="steps">The controller.</param>
    public DomainWalk(
        DomainState domain, ChannelTiming timing, TimingTable rules, RelativeState relative, PimProgram program, TransitionTable table, IDomainSteps steps)
    {
        this.domain = domain;
        this.timing = timing;
        this.rules = rules;
        this.relative = relative;
        this.table = table;
        this.steps = steps;
        busFree = new long[timing.Buses];
        graph = table.Steps;
        index = domain.IndexInChannel;
        loops = new LoopWalk(program);
        state = new long[relative.Length];
        accounts = new long[AccountDelta.Length(domain.Timing)];
        counted = new long[accounts.Length];
    }

    /// <summary>Index of the node where it stands.</summary>
    public int Node => node;

    /// <summary>Position of its program.</summary>
    public int Position => graph.Nodes[node].Position;

    /// <summary>True when its program has another command.</summary>
    public bool HasProgram { get; private set; }

    /// <summary>Cycle of its last command.</summary>
    public long Last { get; private set; }

    /// <summary>Cycle of its next refresh, MaxValue without.</summary>
    public long RefreshDue { get; private set; }

    /// <summary>End of its last data on the bus.</summary>
    public long DataEnd { get; private set; }

    /// <summary>Refreshes in a row that a command was ready and waited for.</summary>
    public int RefreshesInARow { get; private set; }

    /// <summary>Its loop counters.</summary>
    public LoopWalk Loops => loops;

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

    /// <summary>By bus: first cycle at which its own last command is over.</summary>
    public long[] BusFree => busFree;

    /// <summary>True when another domain's commands on a bus can hold back what it does next.</summary>
    /// <param name="shared">By bus: whether the other domain has commands that take the bus for more than a cycle.</param>
    public bool MustWaitFor(bool[] shared) => shared[refreshNext ? graph.Nodes[node].RefreshBus : bus];

    /// <summary>When the next step comes if the other domain's last commands are those of <paramref name="other"/>; later than any cycle when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Next(long[] other)
    {
        long t = Math.Max(wanted, Math.Max(busFree[bus], other[bus]));
        refreshNext = t >= RefreshDue;
        return refreshNext ? NextRefresh(other) : t;
    }

    /// <summary>When the next step comes while the other domain, which goes before this one, takes the buses as in <paramref name="other"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Next(BusCalendar other)
    {
        long t = other.FirstFree(bus, Math.Max(askFrom, busFree[bus]));
        askFrom = t;
        refreshNext = t >= RefreshDue;
        return refreshNext ? NextRefresh(other) : t;
    }

    /// <summary>Writes into a calendar what is left of its commands on the buses, and nothing else.</summary>
    public void Rewrite(BusCalendar calendar)
    {
        calendar.Clear(Last);
        for (int b = 0; b < busFree.Length; b++)
        {
            calendar.Take(b, Last, (int)Math.Max(busFree[b] - Last, 0));
        }
    }

    /// <summary>Writes the next step into a calendar.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Mark(BusCalendar calendar, long cycle)
    {
        ref StepNode from = ref graph.Nodes[node];
        if (refreshNext)
        {
            calendar.Take(from.RefreshBus, cycle, from.RefreshBusCycles);
        }
        else
        {
            calendar.Take(bus, cycle, from.BusCycles);
        }
    }

    /// <summary>Takes the step that was asked for last, at the cycle that was the answer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Take(long cycle)
    {
        if (refreshNext)
        {
            TakeRefresh(cycle);
            return;
        }

        ref StepNode from = ref graph.Nodes[node];
        busFree[bus] = cycle + from.BusCycles;
        ulong path = LoopWalk.Straight;
        if (from.Advances)
        {
            path = loops.Advance(from);
            RefreshesInARow = 0;
        }

        if (cycle == wanted && path == from.LikelyPath)
        {
            ref StepEdge edge = ref graph.Edges[from.LikelyEdge];
            if (!edge.PassesMarks)
            {
                DataEnd = edge.DataEnd > 0 ? cycle + edge.DataEnd : DataEnd;
                Follow(from.LikelyEdge, ref edge, from.LikelyTo, cycle);
                return;
            }
        }

        TakeOther(cycle, path);
    }

    /// <summary>
    /// Takes likely steps of the program, which are most, one after the other: each as soon as rules allow it, before <paramref name="limit"/>, along
    /// loops that go on. Returns how many.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Run<TWay>(TWay way, long limit, int most)
        where TWay : struct, IBusWay
    {
        if (askFrom != wanted)
        {
            return 0;
        }

        StepNode[] nodes = graph.Nodes;
        StepEdge[] edges = graph.Edges;
        long[] free = busFree;
        Span<int> counters = loops.Counters;
        (int at, long last, long dataEnd, int steps) = (node, Last, DataEnd, 0);
        limit = Math.Min(limit, RefreshDue);
        while (steps < most)
        {
            ref StepNode n = ref nodes[at];
            ref StepEdge edge = ref edges[n.LikelyEdge];
            long t = last + n.Wait;
            int left = n.LikelyPath == LoopWalk.Again ? n.LoopLimit - 1 - counters[n.LoopDepth] : n.LoopLimit < 0 && n.LikelyPath == LoopWalk.Straight ? 1 : 0;
            if (left <= 0 || !n.Advances || edge.PassesMarks || t < free[n.Bus])
            {
                break;
            }

            int times = 0;
            for (left = n.Repeats ? left : 1; times < left && t < limit && way.Enter(n.Bus, t, n.BusCycles); t += n.Wait)
            {
                times++;
            }

            if (times == 0)
            {
                break;
            }

            ref long uses = ref Uses(ref edge);
            if (uses == 0)
            {
                unbooked.Add(n.LikelyEdge);
            }

            uses += times;
            counters[n.LoopDepth] += n.LoopLimit < 0 ? 0 : times;
            last = t - n.Wait;
            free[n.Bus] = last + n.BusCycles;
            dataEnd = edge.DataEnd > 0 ? last + edge.DataEnd : dataEnd;
            at = n.LikelyTo;
            steps += times;
        }

        if (steps > 0)
        {
            RefreshesInARow = 0;
            DataEnd = dataEnd;
            inPlace = false;
            StandAt(at, last);
        }

        return steps;
    }

    /// <summary>Adds what was counted on the way to the accounts.</summary>
    public void Book()
    {
        foreach (int e in unbooked)
        {
            ref long uses = ref Uses(ref graph.Edges[e]);
            graph.Effect(e).Counted.AddTo(counted, uses);
            uses = 0;
        }

        unbooked.Clear();
        AccountDelta.Move(counted, domain.Timing);
    }

    /// <summary>Moves everything on in time, within the same state and the same loops.</summary>
    /// <param name="cycles">Cycles.</param>
    /// <param name="data">Whether there was data on the bus in a period of it.</param>
    /// <param name="iterations">Iterations of the outermost loop.</param>
    public void Shift(long cycles, bool data, int iterations)
    {
        DataEnd += data ? cycles : 0;
        RefreshDue += RefreshDue == long.MaxValue ? 0 : cycles;
        loops.Counters[0] += iterations;
        inPlace = false;
        Last += cycles;
        wanted += cycles;
        askFrom += cycles;
        askRefreshFrom += cycles;
        for (int b = 0; b < busFree.Length; b++)
        {
            busFree[b] += cycles;
        }
    }

    private long NextRefresh(long[] other)
    {
        int b = graph.Nodes[node].RefreshBus;
        return Math.Max(RefreshByRules(), Math.Max(busFree[b], other[b]));
    }

    private long NextRefresh(BusCalendar other)
    {
        int b = graph.Nodes[node].RefreshBus;
        askRefreshFrom = other.FirstFree(b, Math.Max(Math.Max(RefreshByRules(), busFree[b]), askRefreshFrom));
        return askRefreshFrom;
    }

    private long RefreshByRules() => Math.Max(RefreshDue, Last + graph.Nodes[node].RefreshWait);

    private void TakeOther(long cycle, ulong path)
    {
        int late = (int)(cycle - wanted);
        int e = graph.Find(graph.Nodes[node].FirstEdge, late, path);
        ref StepEdge edge = ref graph.Edges[e];
        if (e == 0 || (edge.PassesMarks && !Marked))
        {
            Learn(cycle, late, path);
            return;
        }

        DataEnd = edge.DataEnd > 0 ? cycle + edge.DataEnd : DataEnd;
        Follow(e, ref edge, edge.To, cycle);
    }

    private void TakeRefresh(long cycle)
    {
        ref StepNode from = ref graph.Nodes[node];
        busFree[from.RefreshBus] = cycle + from.RefreshBusCycles;
        int late = (int)Math.Min(cycle - Last - from.RefreshWait, int.MaxValue);
        int e = late == int.MaxValue ? 0 : graph.Find(from.FirstRefreshEdge, late, LoopWalk.Straight);
        StepEffect? effect = e == 0 ? null : graph.Effect(e);
        if (effect is null || (effect.HoldsProgram && RefreshesInARow >= RefreshFault.MostInARow))
        {
            Learn(cycle, late, late == int.MaxValue ? LoopWalk.Unknown : LoopWalk.Straight);
            return;
        }

        RefreshesInARow += effect.HoldsProgram ? 1 : 0;
        RefreshDue += effect.RefreshMoved;
        Follow(e, ref graph.Edges[e], graph.Edges[e].To, cycle);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Follow(int e, ref StepEdge edge, int to, long cycle)
    {
        if (Uses(ref edge)++ == 0)
        {
            unbooked.Add(e);
        }

        inPlace = false;
        StandAt(to, cycle);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref long Uses(ref StepEdge edge) => ref index == 0 ? ref edge.UsesOfFirst : ref edge.UsesOfSecond;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void StandAt(int at, long last)
    {
        ref StepNode n = ref graph.Nodes[at];
        node = at;
        Last = last;
        wanted = last + n.Wait;
        askFrom = wanted;
        askRefreshFrom = 0;
        bus = n.Bus;
        HasProgram = n.HasProgram;
    }

    /// <summary>Puts the domain into the state that it stands at, unless it is there.</summary>
    private void Place()
    {
        if (inPlace)
        {
            return;
        }

        relative.Restore(Last, graph.State(node), loops.Counters);
        domain.RefreshDue = RefreshDue;
        domain.DataEnd = DataEnd;
        domain.RefreshesInARow = RefreshesInARow;
        inPlace = true;
    }

    /// <summary>Reads where the domain stands.</summary>
    private void Read()
    {
        RefreshDue = domain.RefreshDue;
        DataEnd = domain.DataEnd;
        RefreshesInARow = domain.RefreshesInARow;
        domain.Cursor.CopyCounters(loops.Counters);
        inPlace = true;
        relative.Capture(domain.LastIssue, state);
        StandAt(table.Step(state, Describe), domain.LastIssue);
    }

    private StepNode Describe()
    {
        DomainOutlook next = steps.Look(index);
        bool program = next.Program.Kind != StepKind.None;
        bool refresh = next.Refresh.Kind != StepKind.None;
        (int depth, int limit) = next.Program.Kind == StepKind.Program ? loops.Inner(domain.Cursor.Position) : default;
        return new StepNode
        {
            Position = domain.Cursor.Position,
            HasProgram = program,
            Advances = next.Program.Kind == StepKind.Program,
            LoopDepth = (byte)depth,
            LoopLimit = limit,
            Wait = program ? next.Program.ByRules - domain.LastIssue : StepNode.Never,
            Bus = (byte)(program ? timing.BusOf(next.Program.Command, index) : 0),
            BusCycles = program ? rules.Commands[next.Program.Command].BusCycles : 0,
            RefreshWait = refresh ? next.Refresh.ByRules - domain.LastIssue : StepNode.Never,
            RefreshBus = (byte)(refresh ? timing.BusOf(next.Refresh.Command, index) : 0),
            RefreshBusCycles = refresh ? rules.Commands[next.Refresh.Command].BusCycles : 0,
        };
    }

    /// <summary>Has the controller take a step, and remembers it if it can happen again: a program ends once, and passes its first mark once.</summary>
    private void Learn(long cycle, int late, ulong path)
    {
        Learned++;
        int from = node;
        if (!refreshNext && graph.Nodes[from].Advances)
        {
            loops.TakeBack(graph.Nodes[from], path);
        }

        Place();
        AccountDelta.Read(domain.Timing, accounts);
        (bool marked, int marks, bool ended) = (Marked, domain.Marks, domain.Ended);
        (long due, int inARow, long dataEnd) = (RefreshDue, RefreshesInARow, DataEnd);
        steps.Take(index, refreshNext, cycle);
        if (domain.LastIssue != cycle)
        {
            throw new InternalErrorException($"a step of domain {domain.Index} came at cycle {domain.LastIssue}, not {cycle}");
        }

        Read();
        bool passes = domain.Marks != marks;
        StepNode[] nodes = graph.Nodes;
        int known = graph.Find(refreshNext ? nodes[from].FirstRefreshEdge : nodes[from].FirstEdge, late, path);
        if (domain.Ended != ended || path == LoopWalk.Unknown || (passes && !marked) || known != 0)
        {
            return;
        }

        var edge = new StepEdge
        {
            Path = path,
            Late = late,
            To = node,
            DataEnd = DataEnd == dataEnd ? 0 : (int)(DataEnd - cycle),
            PassesMarks = passes,
        };
        AccountDelta counted = AccountDelta.Since(accounts, domain.Timing);
        table.Add(from, refreshNext, edge, new StepEffect(counted, RefreshDue == due ? 0 : RefreshDue - due, RefreshesInARow > inARow));
    }
}
