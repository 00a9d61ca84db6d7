namespace PimSim.Device;

/// <summary>
/// Saves a controller the work of steps that it has already done: cuts a run into short stretches, remembers each as a
/// transition between states, and moves on along remembered transitions where they hold.
/// </summary>
/// <remarks>
/// A stretch ends after a refresh, at the first back edge after <see cref="ShortStretch"/> steps, or after
/// <see cref="LongStretch"/>. Where it ends follows from where it began, so runs that come to the same state stay together.
/// </remarks>
internal sealed class LoopSkipper
{
    private const int ShortStretch = 24;
    private const int LongStretch = 96;

    private readonly DomainState[] domains;
    private readonly ChannelTiming timing;
    private readonly RelativeState relative;
    private readonly TransitionTable table;
    private readonly TransitionChain chain;
    private readonly TransitionRecorder recorder;
    private readonly ChannelSituation situation;
    private readonly long[] state;
    private int steps;
    private int backEdges;

    public LoopSkipper(DomainState[] domains, ChannelTiming timing, ProgramLoops[] loops, RelativeState relative, TransitionTable table)
    {
        this.domains = domains;
        this.timing = timing;
        this.relative = relative;
        this.table = table;
        chain = new TransitionChain(domains, loops, relative);
        recorder = new TransitionRecorder(domains, loops);
        situation = new ChannelSituation(domains.Length);
        state = new long[relative.Length];
    }

    /// <summary>
    /// True when the domains of a channel can be run this way: none is ever released from a barrier at a cycle that lies
    /// before another one's last step. So all wait for nobody, or all meet, and equally often.
    /// </summary>
    /// <param name="barrierGroups">By domain.</param>
    /// <param name="alone">The group of a domain that waits for nobody else.</param>
    /// <param name="loops">By domain.</param>
    public static bool Applies(ReadOnlySpan<int> barrierGroups, int alone, ProgramLoops[] loops)
    {
        int first = barrierGroups[0];
        bool one = !barrierGroups.ContainsAnyExcept(first);
        return one && (first == alone || loops.All(l => l.Barriers == loops[0].Barriers));
    }

    /// <summary>Before the first step, and after the host has released domains.</summary>
    public void Begin(CancellationToken cancellation) => Cut(record: false, cancellation);

    /// <summary>After each step of the channel.</summary>
    public void AfterStep(bool refreshed, CancellationToken cancellation)
    {
        steps++;
        if (refreshed || steps >= LongStretch || (steps >= ShortStretch && BackEdges() != backEdges))
        {
            Cut(record: true, cancellation);
        }
        else
        {
            backEdges = BackEdges();
        }
    }

    /// <summary>Back edges of the first domain that is still running.</summary>
    private int BackEdges()
    {
        foreach (DomainState d in domains)
        {
            if (!d.Ended)
            {
                return d.Cursor.BackEdges;
            }
        }

        return 0;
    }

    private void Cut(bool record, CancellationToken cancellation)
    {
        long now = 0;
        foreach (DomainState d in domains)
        {
            now = Math.Max(now, d.LastIssue);
        }

        foreach (DomainState d in domains)
        {
            if (d.Ended || d.Cursor.Current.Opcode == ProgramOpcode.Command)
            {
                d.AccountUntil(now);
            }
        }

        relative.Capture(now, state);
        StateNode? node = table.Node(state);
        if (record && node is not null && recorder.From is { } from && !table.IsFull && recorder.End(node, now) is { } seen)
        {
            table.Add(from, seen);
        }

        if (node is not null)
        {
            situation.Read(domains, now);
            StateNode last = chain.Follow(node, situation, cancellation);
            if (!ReferenceEquals(last, node) || situation.Now != now)
            {
                Enter(last);
            }

            node = last;
        }

        recorder.Begin(node, situation.Now);
        steps = 0;
        backEdges = BackEdges();
    }

    /// <summary>Puts the channel where the chain has led.</summary>
    private void Enter(StateNode node)
    {
        relative.Restore(situation.Now, node.State, situation.Counters);
        for (int d = 0; d < domains.Length; d++)
        {
            domains[d].RefreshDue = situation.RefreshDue[d];
            domains[d].DataEnd = situation.DataEnd[d];
        }
    }
}
