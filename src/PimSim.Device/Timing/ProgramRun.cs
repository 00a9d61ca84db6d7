namespace PimSim.Device;

/// <summary>What a run of programs on the whole device took.</summary>
/// <param name="Cycles">Last cycle of the slowest domain's program.</param>
/// <param name="Domains">By domain.</param>
public sealed record ProgramRun(long Cycles, IReadOnlyList<DomainTiming> Domains)
{
    /// <summary>The domain that the device waits for: the slowest, the first of equals.</summary>
    public DomainTiming Critical
    {
        get
        {
            DomainTiming best = Domains[0];
            foreach (DomainTiming d in Domains)
            {
                best = d.EndCycle > best.EndCycle ? d : best;
            }

            return best;
        }
    }
}
