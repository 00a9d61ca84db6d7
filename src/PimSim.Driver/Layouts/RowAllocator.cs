using PimSim.Core;

namespace PimSim.Driver;

/// <summary>Hands out rows (the same in every bank) of the region reserved for processing.</summary>
internal sealed class RowAllocator
{
    private readonly int end;
    private int next;

    public RowAllocator(UnitGeometry geometry)
    {
        next = geometry.Model.FirstRow;
        end = geometry.Model.Organization.Rows;
        First = next;
    }

    public int First { get; }

    /// <summary>Rows handed out, the ones that do not exist included.</summary>
    public int Used => next - First;

    public int Take(int rows)
    {
        int first = next;
        next += rows;
        return first;
    }

    /// <summary>Refuses a workload that took more rows than there are.</summary>
    public void Check(string workload, string device)
    {
        if (next > end)
        {
            throw new UserErrorException(
                "PIM0702",
                $"'{workload}' does not fit '{device}': it needs {Used} rows in every bank, {end - First} are there, {next - end} are missing",
                null,
                "take a device with more rows or more banks, or a smaller network");
        }
    }
}
