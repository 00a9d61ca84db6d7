namespace PimSim.Models;

/// <summary>In which order a controller serves requests.</summary>
public enum SchedulerKind
{
    /// <summary>First come, first served: strictly in order of arrival.</summary>
    Fcfs,

    /// <summary>
    /// First ready, first come, first served: accesses to open rows that are legal now go first, then the oldest request
    /// whose command is legal now (Rixner et al., ISCA 2000); bounded by a row-hit cap and an age limit.
    /// </summary>
    FrFcfs,
}
