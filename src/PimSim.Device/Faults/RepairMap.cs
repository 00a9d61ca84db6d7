namespace PimSim.Device;

/// <summary>Dead rows of a bank, and which spare rows took their place: the first spares that live, in rising order of the dead.</summary>
internal sealed class RepairMap
{
    private readonly HashSet<int> dead = [];
    private readonly Dictionary<int, int> spareOf = [];
    private readonly Dictionary<int, int> replacedBy = [];

    public RepairMap(FaultPlan plan, int domain, int bank)
    {
        int rows = plan.Model.Organization.Rows;
        int spares = plan.Model.Faults.SpareRows;
        var positions = new List<long>();
        SparseDraws.Draw(plan.Key(FaultMechanism.DeadRow), FaultPlan.Block(domain, new RowAddress(bank, 0)), 0, rows, plan.DeadRowHazard, positions);
        foreach (long row in positions)
        {
            dead.Add((int)row);
        }

        var bad = new List<long>();
        SparseDraws.Draw(plan.Key(FaultMechanism.DeadRow), FaultPlan.Block(domain, new RowAddress(bank, 0)), 1, spares, plan.DeadRowHazard, bad);
        int[] living = [.. Enumerable.Range(0, spares).Where(s => !bad.Contains(s))];
        foreach ((long row, int spare) in positions.Zip(living))
        {
            spareOf[(int)row] = rows + spare;
            replacedBy[rows + spare] = (int)row;
        }
    }

    /// <summary>True where a row was dead, replaced or not.</summary>
    public bool WasDead(int row) => dead.Contains(row);

    /// <summary>True where a row is dead and none took its place.</summary>
    public bool IsDead(int row) => dead.Contains(row) && !spareOf.ContainsKey(row);

    /// <summary>The physical row that stands for a row.</summary>
    public int Physical(int row) => spareOf.GetValueOrDefault(row, row);

    /// <summary>The row that is activated when a physical row is, or -1 for one that never is.</summary>
    public int Logical(int physical) => replacedBy.TryGetValue(physical, out int row) ? row : spareOf.ContainsKey(physical) ? -1 : physical;
}
