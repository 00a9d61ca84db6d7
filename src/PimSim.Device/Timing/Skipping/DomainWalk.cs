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
    private readonly long[] state;
    private readonly long[] accounts;
    private readonly List<int> unbooked = [];
    private readonly int index;
    private int node;
    private int bus;
    private long wanted;
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
        graph = table.Steps;
        index = domain.IndexInChannel;
        loops = new LoopWalk(program);
        state = new long[relative.Length];
        accounts = new long[AccountDelta.Length(domain.Timing)];
    }

    /// <summary>Index of the node where it stands; 0 when its state could not be remembered.</summary>
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

    /// <summary>When the next step comes; later than any cycle when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Next()
    {
        long t = Math.Max(wanted, busFree[bus]);
        refreshNext = t >= RefreshDue;
        return refreshNext ? NextRefresh() : t;
    }

    /// <summary>Takes the step that <see cref="Next"/> found.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Take(long cycle)
    {
        if (refreshNext)
        {
            TakeRefresh(cycle);
            return;
        }

        ref StepNode from = ref graph.Nodes[node];
        busFree[bus] = cycle + from.BusCycles;
        int late = (int)(cycle - wanted);
        ulong path = LoopWalk.Straight;
        if (from.Advances)
        {
            path = loops.Advance(from);
            RefreshesInARow = 0;
        }

        int e = graph.Find(from.FirstEdge, late, path);
        ref StepEdge edge = ref graph.Edges[e];
        if (e == 0 || (edge.PassesMarks && !Marked))
        {
            Learn(cycle, late, path);
            return;
        }

        if (edge.DataEnd > 0)
        {
            DataEnd = cycle + edge.DataEnd;
        }

        Follow(e, ref edge, cycle);
    }

    /// <summary>Adds what was counted on the way to the accounts.</summary>
    public void Book()
    {
        foreach (int e in unbooked)
        {
            ref long uses = ref Uses(ref graph.Edges[e]);
            graph.Effect(e).Counted.AddTo(domain.Timing, uses);
            uses = 0;
        }

        unbooked.Clear();
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
        StandAt(node, Last + cycles);
    }

    private long NextRefresh()
    {
        ref StepNode from = ref graph.Nodes[node];
        return Math.Max(Math.Max(RefreshDue, Last + from.RefreshWait), busFree[from.RefreshBus]);
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
        Follow(e, ref graph.Edges[e], cycle);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Follow(int e, ref StepEdge edge, long cycle)
    {
        if (Uses(ref edge)++ == 0)
        {
            unbooked.Add(e);
        }

        inPlace = false;
        StandAt(edge.To, cycle);
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
        int at = 0;
        if (table.Node(state) is { } now)
        {
            at = now.Step != 0 ? now.Step : graph.Add(now, Describe());
        }

        StandAt(at, domain.LastIssue);
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
        if (node == 0 || domain.Ended != ended || path == LoopWalk.Unknown || (passes && !marked) || known != 0)
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
