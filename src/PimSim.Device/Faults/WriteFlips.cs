using System.Runtime.InteropServices;
using PimSim.Models;

namespace PimSim.Device;

/// <summary>
/// Bits that writes store inverted, in a domain whose cells are written again and again. A write is named by the step and by how many writes of its column access
/// came before it in the step, so that a run can begin with any step. Not for concurrent use.
/// </summary>
public sealed class WriteFlips
{
    private readonly FaultPlan plan;
    private readonly CellFaults faults;
    private readonly Dictionary<(RowAddress, int), int> counts = [];
    private readonly Dictionary<(RowAddress, int), CellFault[]> drawn = [];
    private readonly Dictionary<(RowAddress, int), int[]> pending = [];
    private long step;

    internal WriteFlips(FaultPlan plan, CellFaults faults)
    {
        this.plan = plan;
        this.faults = faults;
        IsActive = Enum.GetValues<TensorKind>().Any(k => plan.Hazard(k, FaultMechanism.Write) > 0);
    }

    /// <summary>True where writes can flip anything.</summary>
    public bool IsActive { get; }

    /// <summary>Writes are those of step <paramref name="number"/> from now on.</summary>
    public void BeginStep(long number)
    {
        step = number;
        counts.Clear();
        drawn.Clear();
    }

    /// <summary>A column access was written, once more in this step.</summary>
    public void Wrote(RowAddress address, int column)
    {
        if (IsActive)
        {
            ref int count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, (address, column), out _);
            Wrote(address, column, count++);
        }
    }

    /// <summary>A column access was written, after <paramref name="ordinal"/> writes in this step; null for a write that flips nothing.</summary>
    internal void Wrote(RowAddress address, int column, int? ordinal)
    {
        int[] bits = ordinal is null ? [] : [.. Hits(address, ordinal.Value).Where(h => h.Column == column).Select(h => h.Bit)];
        if (bits.Length > 0)
        {
            pending[(address, column)] = bits;
        }
        else
        {
            pending.Remove((address, column));
        }
    }

    /// <summary>Column accesses of a row that a write after <paramref name="ordinal"/> others in this step flips something of.</summary>
    public IEnumerable<int> Columns(RowAddress address, int ordinal) => Hits(address, ordinal).Select(h => h.Column).Distinct();

    /// <summary>Bits of a column access that are stored inverted, check bits after data bits.</summary>
    internal ReadOnlySpan<int> Of(RowAddress address, int column) => pending.GetValueOrDefault((address, column));

    private CellFault[] Hits(RowAddress address, int ordinal)
    {
        if (drawn.TryGetValue((address, ordinal), out CellFault[]? known))
        {
            return known;
        }

        List<CellFault> hits = [];
        ulong key = plan.WriteKey(step, ordinal);
        ulong block = faults.Row(address).Block;
        int mask = plan.Kinds.Mask(address);
        for (int k = 0; k < 4; k++)
        {
            if ((mask & (1 << k)) != 0)
            {
                Draw(address, key, block, (TensorKind)k, 0, plan.Model.Organization.AccessBits, hits);
                Draw(address, key, block, (TensorKind)k, plan.Model.Organization.AccessBits, plan.CheckBitsPerAccess, hits);
            }
        }

        return drawn[(address, ordinal)] = [.. hits];
    }

    private void Draw(RowAddress address, ulong key, ulong block, TensorKind kind, int firstBit, int bits, List<CellFault> hits)
    {
        double hazard = plan.Hazard(kind, FaultMechanism.Write);
        if (bits == 0 || hazard <= 0)
        {
            return;
        }

        var positions = new List<long>();
        SparseDraws.Draw(key, block, (byte)((firstBit == 0 ? 0 : 0x80) | (int)kind), (long)bits * plan.Model.Organization.ColumnAccesses, hazard, positions);
        foreach (long position in positions)
        {
            (long column, long bit) = Math.DivRem(position, bits);
            if (faults.Holds(address, (int)column, firstBit + (int)bit, kind))
            {
                hits.Add(new CellFault((int)column, firstBit + (int)bit, FaultMechanism.Write, false, kind));
            }
        }
    }
}
