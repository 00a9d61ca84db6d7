using System.Runtime.CompilerServices;
using PimSim.Models;

namespace PimSim.Device;

/// <summary>
/// Skipping for a channel of two domains that meet on nothing but its command buses. Each domain walks along its own remembered steps: a
/// step depends on the domain's state and on how late a bus was free for it. So a command costs a comparison and a look-up instead
/// of all rules.
/// </summary>
/// <remarks>
/// Of two commands at once the controller issues the first domain's, so what holds that back is a command of the second that takes a bus for
/// more than one cycle. Before every other one it goes ahead, and the second comes behind and keeps clear of the cycles that are taken.
/// </remarks>
internal sealed class ChannelWalk
{
    /// <summary>Domains of such a channel.</summary>
    public const int Domains = 2;

    private const int StepsBetweenLooks = 1 << 14;
    private const int StepsBetweenVisits = 1 << 8;
    private const int LongestLead = BusCalendar.Span / 2;

    private readonly ChannelTiming timing;
    private readonly DomainWalk first;
    private readonly DomainWalk second;
    private readonly WalkOrbit orbit;
    private readonly TransitionTable table;
    private readonly BusCalendar calendar;
    private readonly bool[] held;
    private long sinceVisit;

    /// <param name="domains">All domains of the channel.</param>
    /// <param name="timing">Its timing.</param>
    /// <param name="rules">Its rules.</param>
    /// <param name="states">By domain: its states alone.</param>
    /// <param name="loops">By domain: the loops of its program.</param>
    /// <param name="table">What is remembered.</param>
    /// <param name="steps">The controller.</param>
    public ChannelWalk(DomainState[] domains, ChannelTiming timing, TimingTable rules, RelativeState[] states, ProgramLoops[] loops, TransitionTable table, IDomainSteps steps)
    {
        this.timing = timing;
        this.table = table;
        first = new DomainWalk(domains[0], timing, rules, states[0], loops[0].Program, table, steps);
        second = new DomainWalk(domains[1], timing, rules, states[1], loops[1].Program, table, steps);
        orbit = new WalkOrbit([first, second], loops);
        calendar = new BusCalendar(timing.Buses);
        held = new bool[timing.Buses];
        foreach (CommandSpec c in rules.Commands.Where(c => c.BusCycles > 1))
        {
            held[timing.BusOf(c.Id, 1)] = true;
        }
    }

    /// <summary>True for channels that can be run this way.</summary>
    public static bool Applies(TimingTable table, int domains) =>
        domains == Domains && !table.Places.CouplesDomains && table.Places.BusCount <= byte.MaxValue && table.Commands.All(c => c.BusCycles < BusCalendar.Span / 4);

    /// <summary>
    /// Walks to the end of both programs, or until too little recurs for it to be worth while; the controller takes what steps are left.
    /// </summary>
    public void Run(CancellationToken cancellation)
    {
        first.Enter();
        second.Enter();
        calendar.Clear(first.Last);
        long learned = 0;
        long taken = 0;
        while ((first.HasProgram || second.HasProgram) && !table.IsFull)
        {
            taken += Advance();
            if (taken >= StepsBetweenLooks)
            {
                cancellation.ThrowIfCancellationRequested();
                long known = first.Learned + second.Learned;
                if (known - learned > taken / 2)
                {
                    break;
                }

                (learned, taken) = (known, 0);
            }
        }

        first.Leave();
        second.Leave();
        for (int b = 0; b < timing.Buses; b++)
        {
            timing.SetBusFree(b, Math.Max(first.BusFree[b], second.BusFree[b]));
        }
    }

    /// <summary>
    /// The first domain goes ahead, then the second follows, up to the cycle of the first one's next step: all before it has happened
    /// then. Returns the number of steps.
    /// </summary>
    private int Advance()
    {
        int steps = Lead();
        steps += Follow();
        sinceVisit += steps;
        DomainWalk leader = first.HasProgram ? first : second;
        bool turns = leader.Loops.OuterIteration;
        first.Loops.OuterIteration = false;
        second.Loops.OuterIteration = false;
        if (turns && sinceVisit >= StepsBetweenVisits)
        {
            sinceVisit = 0;
            if (orbit.Visit(leader.Last))
            {
                first.Rewrite(calendar);
            }
        }

        return steps;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Lead()
    {
        long behind = second.Next(calendar);
        int steps = 0;
        for (; steps < StepsBetweenLooks && !first.Loops.OuterIteration; steps++)
        {
            steps += first.HasProgram ? first.Run(new LeadingWay(calendar, held), behind + LongestLead, StepsBetweenLooks) : 0;
            long at = first.Next(second.BusFree);
            if (behind < at && (at - behind > LongestLead || !first.HasProgram || first.MustWaitFor(held)))
            {
                break;
            }

            first.Mark(calendar, at);
            bool running = first.HasProgram;
            first.Take(at);
            if (!first.HasProgram && running)
            {
                return steps + 1;
            }
        }

        return steps;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Follow()
    {
        bool alone = !first.HasProgram;
        bool running = second.HasProgram;
        long limit = alone && !running ? first.Last : first.Next(second.BusFree);
        int steps = 0;
        for (; !alone || steps < StepsBetweenLooks; steps++)
        {
            steps += second.Run(new FollowingWay(calendar), limit, StepsBetweenLooks);
            long at = second.Next(calendar);
            if (at >= limit)
            {
                break;
            }

            second.Take(at);
            if (alone && ((running && !second.HasProgram) || second.Loops.OuterIteration))
            {
                return steps + 1;
            }
        }

        return steps;
    }
}
