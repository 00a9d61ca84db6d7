using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>Makes the reports of layers from the counters of a run.</summary>
internal static class LayerReports
{
    public static IReadOnlyList<LayerReport> Create(Placement placement, ProgramRun run, int images) =>
        [.. placement.Layers.Select(l => Create(placement, run, l, images))];

    private static LayerReport Create(Placement placement, ProgramRun run, LayerLayout layout, int images)
    {
        UnitGeometry g = placement.Geometry;
        bool binary = layout is BinaryLayout;
        bool host = layout is RealLayout { OnHost: true };
        long macs = layout.Operation.MacsPerImage * images * (layout is BinaryLayout { Binary.PlaneCount: var planes } ? planes : 1);
        long cycles = run.Critical.LayerCycles(layout.Index);
        long columnReads = 0;
        long bursts = 0;
        foreach (DomainTiming d in run.Domains)
        {
            foreach (CommandSpec c in placement.Model.Standard.Commands)
            {
                long count = d.CommandsOf(layout.Index, c.Id);
                columnReads += ReadsColumns(c) ? count * (g.Units / g.Chips) : 0;
                bursts += (c.Effects & (CommandEffects.BusIn | CommandEffects.BusOut)) != CommandEffects.None || c.Name is "RD" or "WR" ? count : 0;
            }
        }

        return new LayerReport
        {
            Name = layout.Operation.Name,
            Where = host ? LayerReport.OnHost : binary ? "xnor" : "simd",
            Cycles = cycles,

            // With few windows and many domains the slowest domain may have none of a layer's.
            PeakCycles = host || cycles == 0 ? 0 : PeakCycles(g, layout, macs),
            BitMacs = binary ? macs : 0,
            RealMacs = binary ? 0 : macs,
            ColumnReads = columnReads,
            BusBytes = bursts * (placement.Model.Organization.AccessBits / 8),
        };
    }

    /// <summary>All lanes of all units of all domains busy every cycle; the slowest domain cannot beat its part.</summary>
    private static long PeakCycles(UnitGeometry g, LayerLayout layout, long macs)
    {
        long perCycle = (long)g.Units * (layout is BinaryLayout ? g.LaneBits : g.Lanes) * g.Model.Organization.Domains;
        return (macs + perCycle - 1) / perCycle;
    }

    private static bool ReadsColumns(CommandSpec c) => c.Operation is
        PimOperation.XnorAccumulate or PimOperation.LoadInputRow or PimOperation.LoadThreshold or PimOperation.VectorRow or PimOperation.LoadProgram;
}
