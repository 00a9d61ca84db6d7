using System.Numerics;
using PimSim.Models;

namespace PimSim.Device;

/// <summary>Goes through the rows of a domain that hold something and have faults: counts them, and finds what units read wrong.</summary>
public static class FaultCensus
{
    /// <summary>Counts the faults of a domain.</summary>
    /// <param name="cells">What is stored.</param>
    /// <param name="faults">The domain's faults.</param>
    /// <param name="counts">Takes the counts.</param>
    /// <param name="wrong">Takes every column access of which units read something wrong, and what they read; or null.</param>
    public static void Count(CellArrays cells, CellFaults faults, FaultCounts counts, WrongReads? wrong)
    {
        StoredKinds kinds = faults.Plan.Kinds;
        ulong[] stored = new ulong[cells.AccessWords];
        ulong[] read = new ulong[cells.AccessWords];
        CountCells(faults, counts);
        foreach (RowAddress row in kinds.Rows)
        {
            RowFaults found = faults.Row(row);
            int last = -1;
            foreach (int column in faults.IsDead(row, out _) ? kinds.Columns(row) : found.Cells.Select(c => c.Column))
            {
                if (column == last)
                {
                    continue;
                }

                last = column;
                cells.Stored(row, column, stored);
                stored.CopyTo(read, 0);
                faults.Apply(found, row, column, byUnit: true, [], read, counts.Corrections);
                if (Compare(faults.Plan, row, column, stored, read, counts))
                {
                    wrong?.Add(row, column, read);
                }
            }
        }
    }

    /// <summary>Counts the cells of a domain that have faults, whatever they hold.</summary>
    public static void CountCells(CellFaults faults, FaultCounts counts)
    {
        StoredKinds kinds = faults.Plan.Kinds;
        foreach (TensorKind kind in Enum.GetValues<TensorKind>())
        {
            counts.AddBits(kind, kinds.Bits(kind));
        }

        foreach (RowAddress row in kinds.Rows)
        {
            bool dead = faults.IsDead(row, out bool repaired);
            if (dead || repaired)
            {
                counts.AddDeadRow(repaired);
            }

            RowFaults found = faults.Row(row);
            foreach (CellFault cell in found.Cells)
            {
                counts.Add(cell.Kind, cell.Mechanism, 1);
            }

            int mask = dead ? kinds.Mask(row) : 0;
            for (int k = 0; k < 4; k++)
            {
                counts.Add((TensorKind)k, FaultMechanism.DeadRow, (mask >> k) & 1);
            }
        }
    }

    private static bool Compare(FaultPlan plan, RowAddress row, int column, ulong[] stored, ulong[] read, FaultCounts counts)
    {
        bool differs = false;
        int perChip = stored.Length / plan.Model.Organization.Chips;
        for (int w = 0; w < stored.Length; w++)
        {
            int bits = BitOperations.PopCount(stored[w] ^ read[w]);
            differs |= bits > 0;
            if (bits > 0 && plan.Kinds.Find(row, column, w / perChip) is { } kind)
            {
                counts.AddWrong(kind, bits);
            }
        }

        return differs;
    }
}
