using PimSim.Core;
using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>Makes the faults of a placed workload's device: what its rows hold, and how often its runs activate them.</summary>
internal sealed class FaultPlans
{
    private readonly DeviceModel model;
    private readonly StoredKinds kinds;
    private readonly IReadOnlyDictionary<int, double> activations;

    /// <summary>Plans for runs of <paramref name="programs"/>.</summary>
    /// <param name="placement">The placement.</param>
    /// <param name="store">Pages of the units' programs, or null.</param>
    /// <param name="programs">By domain.</param>
    /// <param name="cycles">Cycles of a run; asked for only where rows disturb each other.</param>
    public FaultPlans(Placement placement, ProgramStore? store, IReadOnlyList<PimProgram> programs, Func<long> cycles)
    {
        model = placement.Model;
        kinds = PlacedKinds.Of(placement, store);
        activations = model.Faults.Disturb is null ? new Dictionary<int, double>() : RowActivity.PerWindow(model, programs, cycles());
    }

    /// <summary>The faults under a seed.</summary>
    /// <exception cref="UserErrorException">PIM1202.</exception>
    public FaultPlan Create(ulong seed) => new(model, kinds, seed, activations);
}
