using PimSim.Device;
using PimSim.Models;

namespace PimSim.Cli;

/// <summary>Where the cycles went; the sum is the whole time.</summary>
internal sealed record PhaseCycles(long Load, long Compute, long Threshold, long Move, long Refresh, long Mode, long Host)
{
    /// <summary>The phases by the names of the documents, in fixed order.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Named =>
    [
        new("load", Load),
        new("compute", Compute),
        new("threshold", Threshold),
        new("move", Move),
        new("refresh", Refresh),
        new("mode", Mode),
        new("host", Host),
    ];

    /// <summary>The phases of one domain, all layers together.</summary>
    public static PhaseCycles Of(DomainTiming domain) =>
        Of(phase => Enumerable.Range(0, domain.Layers).Sum(l => domain.PhaseCycles[(l * DomainTiming.Phases) + (int)phase]));

    /// <summary>The phases of a layer of one domain.</summary>
    public static PhaseCycles OfLayer(DomainTiming domain, int layer) => Of(phase => domain.PhaseCycles[(layer * DomainTiming.Phases) + (int)phase]);

    private static PhaseCycles Of(Func<CommandPhase, long> cycles) => new(
        cycles(CommandPhase.Load),
        cycles(CommandPhase.Compute),
        cycles(CommandPhase.Threshold),
        cycles(CommandPhase.Move),
        cycles(CommandPhase.Refresh),
        cycles(CommandPhase.Mode),
        cycles(CommandPhase.Host));
}
