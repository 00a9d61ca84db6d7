using PimSim.Core;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// Where operands and sums lie: a column of the cells for each, the same in every unit, whose lanes hold output positions of their own.
/// Columns go through both banks of a unit before the next row.
/// </summary>
internal sealed class AdditionLayout
{
    // Exact while every number of this magnitude and below is one of the format.
    private const int SingleExact = 1 << 24;
    private const int HalfExact = 1 << 11;
    private const int ShortExact = 1 << 8;

    public AdditionLayout(DeviceModel model, AdditionPlan plan, int sideBySide)
    {
        Geometry = new UnitGeometry(model, anyFormat: true);
        Plan = plan;
        SideBySide = sideBySide;
        ProcessingUnitModel unit = Geometry.Unit;
        if (unit.Sequencer != SequencerKind.Host)
        {
            throw new UserErrorException("PIM1420", $"the units of '{model.Name}' have sequencers of their own, for which additions are not lowered", null, "set unit.sequencer=host");
        }

        int registers = Math.Min(unit.InputRegisters, unit.VectorRegisters);
        if (sideBySide < 1 || sideBySide > registers)
        {
            throw new UserErrorException("PIM1421", $"{sideBySide} sums side by side; the units of '{model.Name}' have input and vector registers for 1 to {registers}", null, $"take 1 to {registers}");
        }

        int exact = unit.SimdFormat switch { NumberFormat.Fp32 => SingleExact, NumberFormat.Fp16 => HalfExact, _ => ShortExact };
        if (plan.Bound > exact)
        {
            throw new UserErrorException("PIM1422", $"sums up to {plan.Bound}: {unit.SimdFormat} lanes are exact up to {exact}", null, "set the unit's SIMD format to fp32, or leave the layer out");
        }

        var rows = new RowAllocator(Geometry);
        Operands = LineRegion.Take(Geometry, rows, "an operand", 1, plan.Operands, 1);
        Sums = LineRegion.Take(Geometry, rows, "a sum", 1, plan.Sums.Count, 1);
        rows.Check("additions", model.Name);
    }

    public UnitGeometry Geometry { get; }

    public AdditionPlan Plan { get; }

    /// <summary>Sums in registers at the same time.</summary>
    public int SideBySide { get; }

    /// <summary>Operands: one line, a record of one column each.</summary>
    public LineRegion Operands { get; }

    /// <summary>Sums in the order of the plan, likewise.</summary>
    public LineRegion Sums { get; }

    /// <summary>Output positions of one domain: the lanes of its units.</summary>
    public int DomainPositions => Geometry.Units * Geometry.Lanes;
}
