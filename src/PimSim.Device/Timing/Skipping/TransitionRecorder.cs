namespace PimSim.Device;

/// <summary>Watches a channel from a state to the next one and writes down what happened as a <see cref="Transition"/>.</summary>
internal sealed class TransitionRecorder
{
    private readonly DomainState[] domains;
    private readonly DomainRecorder[] recorders;
    private long start;

    public TransitionRecorder(DomainState[] domains, ProgramLoops[] loops)
    {
        this.domains = domains;
        recorders = [.. domains.Select((d, i) => new DomainRecorder(d, loops[i]))];
    }

    /// <summary>The state that is watched from, or null.</summary>
    public StateNode? From { get; private set; }

    /// <summary>Begins at <paramref name="node"/>, in which the channel stands.</summary>
    public void Begin(StateNode? node, long now)
    {
        From = node;
        start = now;
        for (int d = 0; d < domains.Length && node is not null; d++)
        {
            recorders[d].Begin();
            domains[d].LatestProbe = now;
            domains[d].Refreshed = false;
        }
    }

    /// <summary>What happened up to <paramref name="to"/>, reached at <paramref name="now"/>; null when it cannot happen again.</summary>
    public Transition? End(StateNode to, long now)
    {
        var parts = new DomainTransition[domains.Length];
        long latest = start;
        long due = long.MaxValue;
        bool refreshed = false;
        for (int d = 0; d < domains.Length; d++)
        {
            if (recorders[d].End(now) is not { } part)
            {
                return null;
            }

            parts[d] = part;
            latest = Math.Max(latest, Math.Max(domains[d].LatestProbe, domains[d].LastIssue));
            due = Math.Min(due, recorders[d].RefreshDue);
            refreshed |= domains[d].Refreshed;
        }

        return new Transition
        {
            To = to,
            Duration = now - start,
            LatestProbe = latest - start,
            RefreshDue = refreshed || latest >= due ? [.. recorders.Select(r => r.RefreshDue - start)] : null,
            Domains = parts,
        };
    }
}
