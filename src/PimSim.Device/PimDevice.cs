using PimSim.Models;

namespace PimSim.Device;

/// <summary>A simulated device: the cores of all its domains. It is passive; controllers tell it what happens.</summary>
public sealed class PimDevice
{
    /// <summary>A device whose unwritten cells hold the power-up pattern of <paramref name="seed"/>.</summary>
    public PimDevice(DeviceModel model, ulong seed)
    {
        Model = model;
        Cores = [.. Enumerable.Range(0, model.Organization.Domains).Select(d => new DomainCore(model, d, seed))];
        Runner = new ProgramRunner(model);
    }

    /// <summary>The model.</summary>
    public DeviceModel Model { get; }

    /// <summary>Cores by domain.</summary>
    public DomainCore[] Cores { get; }

    /// <summary>Times and runs programs.</summary>
    public ProgramRunner Runner { get; }

    /// <summary>The faults of the cells, or null.</summary>
    public FaultPlan? Faults { get; private set; }

    /// <summary>From now on cells are read with the faults of <paramref name="plan"/>; null: as they were stored.</summary>
    public void Expose(FaultPlan? plan)
    {
        Faults = plan;
        for (int d = 0; d < Cores.Length; d++)
        {
            Cores[d].Cells.Faults = plan is null ? null : new CellFaults(plan, d);
        }
    }

    /// <summary>Counts the faults in the cells that hold something.</summary>
    public FaultCounts CountFaults()
    {
        var counts = new FaultCounts();
        foreach (DomainCore core in Cores.Where(c => c.Cells.Faults is not null))
        {
            FaultCensus.Count(core.Cells, core.Cells.Faults!, counts, null);
        }

        return counts;
    }

    /// <summary>Gives domain <paramref name="to"/> a copy of the cells of domain <paramref name="from"/>.</summary>
    public void CopyCells(int from, int to) => Cores[to] = new DomainCore(Model, to, Cores[from].Cells.Clone());
}
