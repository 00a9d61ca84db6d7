namespace PimSim.Device;

/// <summary>The controller as <see cref="DomainWalk"/> needs it, to learn steps that were not seen before.</summary>
internal interface IDomainSteps
{
    /// <summary>What a domain can do next; pure.</summary>
    DomainOutlook Look(int domainInChannel);

    /// <summary>Issues the next command of a domain, of its program or towards its refresh.</summary>
    void Take(int domainInChannel, bool refresh, long cycle);
}
