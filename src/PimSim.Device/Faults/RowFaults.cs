namespace PimSim.Device;

/// <summary>What is wrong with one row.</summary>
/// <param name="Block">Its physical place.</param>
/// <param name="IsDead">True where it cannot be read at all.</param>
/// <param name="Cells">Sorted by column access, then in the order in which they act.</param>
internal sealed record RowFaults(ulong Block, bool IsDead, CellFault[] Cells)
{
    /// <summary>The faults of one column access.</summary>
    public ReadOnlySpan<CellFault> Of(int column)
    {
        int first = First(column);
        int end = first;
        while (end < Cells.Length && Cells[end].Column == column)
        {
            end++;
        }

        return Cells.AsSpan(first, end - first);
    }

    private int First(int column)
    {
        int low = 0;
        int high = Cells.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Cells[middle].Column < column)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
