using System.Runtime.CompilerServices;

namespace PimSim.Device;

/// <summary>
/// Skipping for a channel of two domains that meet on nothing but its command buses. Each domain walks along its own remembered steps: a
/// step depends on the domain's state and on how late a bus was free for it. So a command costs a comparison and a look-up instead
/// of all rules, and the order of the two domains' commands is the controller's: the earlier first, and of two at once the first domain's.
/// </summary>
internal sealed class ChannelWalk
{
    /// <summary>Domains of such a channel.</summary>
    public const int Domains = 2;

    private const int StepsBetweenLooks = 1 << 14;
    private const int StepsBetweenVisits = 1 << 8;

    private readonly ChannelTiming timing;
    private readonly DomainWalk[] walks;
    private readonly WalkOrbit orbit;
    private readonly TransitionTable table;
    private readonly long[] busFree;
    private int sinceVisit;

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
        busFree = new long[timing.Buses];
        walks = [.. domains.Select((d, i) => new DomainWalk(d, timing, rules, states[i], loops[i].Program, table, steps, busFree))];
        orbit = new WalkOrbit(walks, loops, busFree);
    }

    /// <summary>True for channels that can be run this way.</summary>
    public static bool Applies(TimingTable table, int domains) => domains == Domains && !table.Places.CouplesDomains && table.Places.BusCount <= byte.MaxValue;

    /// <summary>
    /// Walks to the end of both programs, or until too little recurs for it to be worth while; the controller takes what steps are left.
    /// </summary>
    public void Run(CancellationToken cancellation)
    {
        timing.BusesFree.CopyTo(busFree);
        foreach (DomainWalk w in walks)
        {
            w.Enter();
        }

        long learned = 0;
        while (Walk(StepsBetweenLooks))
        {
            cancellation.ThrowIfCancellationRequested();
            long known = walks[0].Learned + walks[1].Learned;
            if (table.IsFull || known - learned > StepsBetweenLooks / 2)
            {
                break;
            }

            learned = known;
        }

        foreach (DomainWalk w in walks)
        {
            w.Leave();
        }

        for (int b = 0; b < busFree.Length; b++)
        {
            timing.SetBusFree(b, busFree[b]);
        }
    }

    /// <summary>Takes some steps; false when there are no more, or a state could not be remembered.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Walk(int steps)
    {
        DomainWalk first = walks[0];
        DomainWalk second = walks[1];
        for (int n = 0; n < steps; n++)
        {
            if (first.Node == 0 || second.Node == 0 || !(first.HasProgram || second.HasProgram))
            {
                return false;
            }

            sinceVisit++;
            long firstAt = first.Next();
            long secondAt = second.Next();
            if (secondAt < firstAt)
            {
                second.Take(secondAt);
                if (second.Loops.OuterIteration)
                {
                    Turn(second, otherLeads: first.HasProgram);
                }
            }
            else
            {
                first.Take(firstAt);
                if (first.Loops.OuterIteration)
                {
                    Turn(first, otherLeads: false);
                }
            }
        }

        return true;
    }

    private void Turn(DomainWalk walk, bool otherLeads)
    {
        walk.Loops.OuterIteration = false;
        if (!otherLeads && sinceVisit >= StepsBetweenVisits && walks.All(w => w.Node != 0))
        {
            sinceVisit = 0;
            orbit.Visit(walk.Last);
        }
    }
}
