namespace PimSim.Device;

/// <summary>
/// What followed once from a state: how long it took, what it counted, where it led. It follows again, exactly, whenever
/// <see cref="Holds"/>: from the state on, everything it depended on is equal.
/// </summary>
internal sealed class Transition
{
    /// <summary>Where it led.</summary>
    public required StateNode To { get; init; }

    /// <summary>Cycles from the last step before it to its last step.</summary>
    public required long Duration { get; init; }

    /// <summary>Cycles from its beginning to the latest one that it compared with a refresh.</summary>
    public required long LatestProbe { get; init; }

    /// <summary>By domain: cycles to the next refresh when it began; null when it is only known that no refresh came up.</summary>
    public required long[]? RefreshDue { get; init; }

    /// <summary>By domain.</summary>
    public required DomainTransition[] Domains { get; init; }

    /// <summary>Times it was used and is not yet booked.</summary>
    public long Uses { get; set; }

    /// <summary>True when it follows in this situation of its state.</summary>
    public bool Holds(ChannelSituation at)
    {
        if (RefreshDue is null)
        {
            if (at.Now + LatestProbe >= at.NextRefresh)
            {
                return false;
            }
        }
        else
        {
            for (int d = 0; d < RefreshDue.Length; d++)
            {
                if (at.RefreshDue[d] - at.Now != RefreshDue[d])
                {
                    return false;
                }
            }
        }

        for (int d = 0; d < Domains.Length; d++)
        {
            if (!Domains[d].Holds(at, d))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Moves the situation on.</summary>
    public void Apply(ChannelSituation at)
    {
        at.Now += Duration;
        for (int d = 0; d < Domains.Length; d++)
        {
            Domains[d].Apply(at, d, at.Now);
        }
    }
}
