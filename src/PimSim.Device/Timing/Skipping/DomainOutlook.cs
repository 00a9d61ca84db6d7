namespace PimSim.Device;

/// <summary>What a domain can do next, apart from when others leave the buses free. Cycles are absolute.</summary>
/// <param name="Program">The next command of its program, or an activate that must come before; <see cref="StepKind.None"/> when the program is over.</param>
/// <param name="Refresh">The next step towards a refresh, as early as rules let it, whether or not one is due; <see cref="StepKind.None"/> without refresh.</param>
internal readonly record struct DomainOutlook(Candidate Program, Candidate Refresh);
