using PimSim.Device;

namespace PimSim.Driver;

/// <summary>What the additions of one pass took: as many output positions as all units of the device have lanes.</summary>
/// <param name="Run">Timing.</param>
/// <param name="Energy">By <see cref="AdditionPhase"/>, or null where the model has none.</param>
/// <param name="Sums">What came out, output positions x sums in the order of the plan; empty where only timing ran.</param>
/// <param name="CommandsExecuted">Commands executed on the banks; 0 where only timing ran.</param>
public sealed record AdditionRun(ProgramRun Run, EnergyTally? Energy, float[] Sums, long CommandsExecuted)
{
    /// <summary>Cycles of a stage in the slowest domain.</summary>
    public long CyclesOf(AdditionPhase phase) => Run.Critical.LayerCycles((int)phase);
}
